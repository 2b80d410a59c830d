using System.Globalization;
using System.Text;

namespace TierPolicy.Schedules.Tests.Scheduling;

/// <summary>What happened in a schedule: who went at each step, and where each thread was when another went on in its stead.</summary>
internal sealed class ScheduleLog
{
    private readonly List<(int Thread, string File, string Member)> _steps = [];
    private readonly List<(int Step, int Thread)> _turns = [];

    /// <summary>Accesses until now.</summary>
    public int Steps => _steps.Count;

    /// <summary>The schedule itself: <c>step:thread</c>, wherever another thread goes on. <see cref="Replay.Parse"/> reads it.</summary>
    public string Decisions => string.Join(' ', _turns.Select(static turn => string.Create(CultureInfo.InvariantCulture, $"{turn.Step}:{turn.Thread}")));

    public static string Name(string file, string member) => $"{Path.GetFileNameWithoutExtension(file)}.{member}";

    public void Add(int thread, string file, string member) => _steps.Add((thread, file, member));

    public void Chosen(int next, int current)
    {
        if (next != current)
        {
            _turns.Add((Steps, next));
        }
    }

    /// <summary>In words, a line a turn: what the thread was about to access when its turn began and ended.</summary>
    public string Describe()
    {
        StringBuilder text = new();
        for (int turn = 0; turn < _turns.Count; turn++)
        {
            int begin = _turns[turn].Step;
            int end = turn + 1 < _turns.Count ? _turns[turn + 1].Step : Steps;
            int thread = _turns[turn].Thread;
            List<string> places = [.. _steps[begin..end].Where(step => step.Thread == thread).Select(static step => Name(step.File, step.Member))];
            string last = places.Count == 0 ? "its end" : places[^1];
            text.Append(CultureInfo.InvariantCulture, $"  thread {thread} goes {end - begin} steps, to {last}").AppendLine();
        }

        return text.ToString();
    }
}
