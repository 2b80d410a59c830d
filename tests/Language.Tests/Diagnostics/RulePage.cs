using System.Text.RegularExpressions;

namespace TierPolicy.Language.Tests.Diagnostics;

/// <summary>A page of docs/rules, read as a person reads it.</summary>
internal sealed partial class RulePage
{
    private const string Placeholder = "    // the lines of the example";

    private readonly string _text;

    private RulePage(string text) => _text = text;

    public static string Folder { get; } = Repository.PathOf("docs", "rules");

    public string Title => _text[2.._text.IndexOf('\n', StringComparison.Ordinal)];

    /// <summary>The line of severity and category.</summary>
    public string Kind => _text.Split('\n')[2];

    public string Message => Quote().Match(_text).Groups[1].Value;

    public static RulePage Read(string id) => new(ReadText(id + ".md"));

    public static string ReadText(string file) => File.ReadAllText(Path.Combine(Folder, file)).Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>The fenced blocks of a section, with their languages.</summary>
    public (string Language, string Text)[] Blocks(string section)
    {
        int start = _text.IndexOf($"\n## {section}\n", StringComparison.Ordinal);
        int end = _text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        return [.. Fence().Matches(_text[start..end]).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];
    }

    /// <summary>The whole file that an example stands for: docs/rules/README.md says what goes round its lines.</summary>
    public static string Complete(string example)
    {
        string frame = Fence().Match(ReadText("README.md")).Groups[2].Value;
        Assert.Contains(Placeholder, frame, StringComparison.Ordinal);
        string topology = frame[..frame.IndexOf("policy ", StringComparison.Ordinal)];
        return FirstWord().Match(example).Value switch
        {
            "node" or "tier" or "page" or "swap" or "store" or "distance" => "topology Example\n{\n" + example + "\n}\n",
            "topology" => example,
            "namespace" or "policy" => example + "\n" + (example.Contains(" on TwoSocket", StringComparison.Ordinal) ? topology : ""),
            _ => frame.Replace(Placeholder, example, StringComparison.Ordinal),
        };
    }

    [GeneratedRegex("^> (.+)$", RegexOptions.Multiline)]
    private static partial Regex Quote();

    [GeneratedRegex("^```(\\w+)\n(.*?)\n```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex("^\\w+")]
    private static partial Regex FirstWord();
}
