using TierPolicy.Language.Text;

namespace TierPolicy.Language.Diagnostics;

/// <summary>
/// What a project says of the severity of diagnostics in one <c>.tierpolicy</c> file: <c>tierpolicy_diagnostic.TP0308.severity = none</c>
/// in an <c>.editorconfig</c>, with the values that C# takes there.
/// </summary>
/// <param name="Chosen">By id, in the order of the ids.</param>
public sealed record SeveritySettings(EquatableArray<SeveritySetting> Chosen)
{
    private const string Prefix = "tierpolicy_diagnostic.";
    private const string Suffix = ".severity";

    /// <summary>Nothing is said.</summary>
    public static SeveritySettings None { get; } = new(EquatableArray<SeveritySetting>.Empty);

    /// <summary>The key that sets the severity of a diagnostic.</summary>
    public static string KeyOf(string id) => Prefix + id + Suffix;

    /// <summary>Picks out of all settings of a file those that are meant here; what is no id or no severity is passed over, as compilers do.</summary>
    /// <param name="settings">Keys and values; the case of neither matters.</param>
    public static SeveritySettings Read(IEnumerable<KeyValuePair<string, string>> settings)
    {
        SortedDictionary<string, SeveritySetting> chosen = new(StringComparer.Ordinal);
        foreach (KeyValuePair<string, string> setting in settings)
        {
            string key = setting.Key;
            if (key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
                && key.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase)
                && key.Length > Prefix.Length + Suffix.Length
                && TryRead(setting.Value, out DiagnosticSeverity? severity))
            {
                string id = key.Substring(Prefix.Length, key.Length - Prefix.Length - Suffix.Length).ToUpperInvariant();
                chosen[id] = new SeveritySetting(id, severity);
            }
        }

        return chosen.Count == 0 ? None : new SeveritySettings(chosen.Values.ToEquatableArray());
    }

    /// <summary>
    /// The diagnostic with the severity that was chosen for it; null where it is not to be shown. Errors stay what they are: with one a policy
    /// is replaced by a stub, and nobody would know.
    /// </summary>
    public Diagnostic? Apply(Diagnostic diagnostic)
    {
        if (diagnostic.Descriptor.Severity == DiagnosticSeverity.Error)
        {
            return diagnostic;
        }

        foreach (SeveritySetting setting in Chosen)
        {
            if (setting.Id == diagnostic.Id)
            {
                return setting.Severity is { } severity ? diagnostic with { Severity = severity } : null;
            }
        }

        return diagnostic;
    }

    /// <summary>False for a value that says nothing, <c>default</c> included.</summary>
    private static bool TryRead(string value, out DiagnosticSeverity? severity)
    {
        severity = value.Trim().ToLowerInvariant() switch
        {
            "error" => DiagnosticSeverity.Error,
            "warning" => DiagnosticSeverity.Warning,
            "suggestion" => DiagnosticSeverity.Information,
            _ => null,
        };
        return severity is not null || value.Trim().ToLowerInvariant() is "none" or "silent";
    }
}

/// <summary>A severity chosen for an id; null: it is not shown.</summary>
public sealed record SeveritySetting(string Id, DiagnosticSeverity? Severity);
