namespace TierPolicy.LanguageServer;

/// <summary>Counts requests that wait for their answers. Safe from any thread.</summary>
internal sealed class PendingAnswers
{
    private readonly Lock _lock = new();
    private int _count;
    private TaskCompletionSource? _waiting;

    /// <summary>Completes when no request waits.</summary>
    public Task None
    {
        get
        {
            lock (_lock)
            {
                return _count == 0 ? Task.CompletedTask : (_waiting ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    public void Add()
    {
        lock (_lock)
        {
            _count++;
        }
    }

    public void Remove()
    {
        lock (_lock)
        {
            if (--_count == 0)
            {
                _waiting?.SetResult();
                _waiting = null;
            }
        }
    }
}
