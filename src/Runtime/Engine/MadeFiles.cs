namespace TierPolicy.Engine;

/// <summary>Files that were made for a memory that then could not be made itself.</summary>
internal static class MadeFiles
{
    /// <summary>Removes them, as far as that can be: why there is no memory is of more interest than a file that stays.</summary>
    public static void Remove(IReadOnlyList<string> paths)
    {
        foreach (string path in paths)
        {
            try
            {
                File.Delete(path);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // An empty durable file, which the next memory opens.
            }
        }
    }
}
