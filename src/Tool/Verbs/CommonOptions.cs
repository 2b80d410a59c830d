using System.CommandLine;

namespace TierPolicy.Tool.Verbs;

/// <summary>What several verbs take.</summary>
internal static class CommonOptions
{
    public static Argument<string[]> Files() => new("FILE")
    {
        Description = "Policy files, or folders of them; names are resolved over all of them.",
        Arity = ArgumentArity.OneOrMore,
    };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON, for machines." };

    public const string PolicyName = "--policy";

    public static Option<string?> Policy() => new(PolicyName) { Description = "Only the policy of this name." };

    /// <summary>Another machine's files, for a look at it from here, and for tests.</summary>
    public static Option<string> Root() => new("--root")
    {
        Description = "The folder in which the machine's sys and proc lie: of another machine, recorded.",
        DefaultValueFactory = _ => "/",
    };
}
