using TierPolicy.Language.Syntax;

namespace TierPolicy.Tool.Conversion;

/// <summary>
/// How the attributes and enums of the runtime are called in a file: short behind a <c>using</c>, and by their full names where the
/// file's own names would stand before them.
/// </summary>
internal sealed class RuntimeNames
{
    private static readonly string[] Taken =
    [
        "Admission", "Aging", "Assert", "Codec", "DemotionOrder", "Demote", "Discard", "Distance", "DistanceRow", "Domain", "DomainDemotion",
        "Expect", "Keep", "Node", "NodeKind", "NumaBinding", "Proactive", "Promote", "ReclaimMode", "Store", "Swap", "Tier", "TierPolicy",
        "TierTopology", "Watermarks",
    ];

    private RuntimeNames(bool areQualified) => AreQualified = areQualified;

    /// <summary>Whether the file needs no <c>using</c>.</summary>
    public bool AreQualified { get; }

    public static RuntimeNames For(SyntaxFile file)
    {
        // The namespace of the runtime itself may be around the file's: what is in it is found all the same.
        IEnumerable<string> spaces = file.Declarations.SelectMany(declaration => declaration.Namespace.Split('.').Where((name, i) => i > 0 || name != "TierPolicy"));
        IEnumerable<string> own = file.Declarations.Select(declaration => declaration.Name.Text).Concat(spaces);
        return new RuntimeNames(own.Any(IsTaken));
    }

    public string Of(string name) => AreQualified ? $"global::TierPolicy.{name}" : name;

    public AttributeText Attribute(string name) => new(Of(name));

    /// <summary>The member of an enum that a word of the language stands for.</summary>
    /// <exception cref="ConversionException">There is none.</exception>
    public string Member<T>(string word)
        where T : struct, Enum
    {
        string member = Enum.GetNames<T>().FirstOrDefault(name => string.Equals(name, word, StringComparison.OrdinalIgnoreCase))
            ?? throw new ConversionException($"'{word}' has no counterpart in C#: {typeof(T).Name} has no such member");
        return Of($"{typeof(T).Name}.{member}");
    }

    private static bool IsTaken(string name)
    {
        string plain = name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name;
        return Taken.Contains(plain, StringComparer.Ordinal);
    }
}
