using TierPolicy.Language.Words;

namespace TierPolicy.LanguageServer.Features;

/// <summary>Whole blocks for the words that open one, with places to fill in.</summary>
internal static class Snippets
{
    /// <summary>Null for a word that is written alone.</summary>
    public static string? Of(Word word) => (word.Place, word.Text) switch
    {
        (WordPlace.File, "topology") => "topology ${1:Machine}\n{\n\t$0\n}",
        (WordPlace.File, "policy") => "policy ${1:Name} on ${2:Machine}\n{\n\treclaim zone | write | unmap | migrate;\n\t$0\n}",
        (WordPlace.Topology, "tier") => "tier ${1:Fast}\n{\n\t$0\n}",
        (_, "node") => "node ${1:Dram} : ${2:dram} { capacity ${3:8GiB}; $0}",
        (WordPlace.Topology, "swap") => "swap { path \"${1:swap}\"; capacity ${2:8GiB}; $0}",
        (WordPlace.Topology, "store") => "store { latency ${1:2ms}; $0}",
        (WordPlace.Policy, "watermarks") => "watermarks ${1:*} { min ${2:0.5%}; low ${3:1%}; high ${4:2%}; $0}",
        (WordPlace.Policy, "domain") => "domain ${1:Batch} { limit ${2:1GiB}; $0}",
        (WordPlace.Policy, "expect") => "expect ${1:Dram} { ${2:idle 3s;} } -> ${3:keep};$0",
        _ => null,
    };
}
