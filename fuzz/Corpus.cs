namespace TierPolicy.Fuzz;

/// <summary>The sound files that fuzzing begins with: each clause of the language stands in one of them.</summary>
public static class Corpus
{
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "corpus");

    public static IReadOnlyList<string> Texts { get; } =
        [.. Directory.EnumerateFiles(Folder).Order(StringComparer.Ordinal).Select(File.ReadAllText)];
}
