namespace TierPolicy.Tool.Tracing;

/// <summary>Where a trace may be written.</summary>
internal static class RecordingTarget
{
    /// <param name="target">The file to write; <c>-</c> is standard output.</param>
    /// <param name="source">The file that is read for it, which must be another.</param>
    /// <param name="force">Whether it may be there already.</param>
    /// <exception cref="UsageException">It may not.</exception>
    public static void Check(string target, string? source, bool force)
    {
        if (target == "-")
        {
            return;
        }

        if (source is not null and not "-" && Path.GetFullPath(target) == Path.GetFullPath(source))
        {
            throw new UsageException($"'{target}' is the trace that is read");
        }

        if (Directory.Exists(target))
        {
            throw new UsageException($"'{target}' is a folder");
        }

        if (File.Exists(target) && !force)
        {
            throw new UsageException($"'{target}' is there already; --force writes over it");
        }
    }
}
