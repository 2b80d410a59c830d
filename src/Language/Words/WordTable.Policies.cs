using TierPolicy.Language.Syntax;

namespace TierPolicy.Language.Words;

public static partial class WordTable
{
    private static IEnumerable<Word> PolicyWords() =>
    [
        new(WordPlace.Policy, "reclaim", "reclaim MODE | …;", "What reclaim may do on a node, the mode bits of Linux. Without `migrate` nothing is ever demoted."),
        new(WordPlace.Policy, "order", "order tiers;", "How the demotion targets of each node are found: `tiers` (the default), `nearest`, `exclusive` or `manual`."),
        new(WordPlace.Policy, "watermarks", "watermarks NODES { min; low; high; promo; }", "How much of a node is kept free: a percentage of its capacity or a size. By default min 0.5%, low 1%, high 2%, promo 1% above high."),
        new(WordPlace.Policy, "aging", "aging twolist;", "How victims are found: `twolist` (the default), `lru`, `clock`, `sieve` or `s3fifo`."),
        new(WordPlace.Policy, "admission", "admission always;", "Whether a page that the rules demote is demoted: `always` (the default), or `adaptive`."),
        new(WordPlace.Policy, "keep", "keep [NODES] [when CONDITION];", "A reclaim rule: the page stays and is active again. Rules are tried in the order in which they stand, and the first that matches decides."),
        new(WordPlace.Policy, "discard", "discard [NODES] [when CONDITION];", "A reclaim rule: ordinary reclaim. A clean file page is dropped, a dirty one written back, an anonymous one swapped."),
        new(WordPlace.Policy, "demote", "demote NODES [-> NODES] [when CONDITION];", "A reclaim rule: the page moves to a slower node, one of those behind the arrow that the order gives. On a node without targets it never matches."),
        new(WordPlace.Policy, "proactive", "proactive NODES when CONDITION [limit RATE];", "In the background and without pressure, pages for which the condition holds are given to the reclaim rules."),
        new(WordPlace.Policy, "promote", "promote NODES -> NODES [when CONDITION] [limit RATE];", "When a page is accessed on the nodes before the arrow, it moves to the best of those behind it. The first rule that matches decides."),
        new(WordPlace.Policy, "domain", "domain NAME { … }", "A group of pages with a limit, nodes and a demotion setting of its own: what a cgroup and a cpuset are to Linux."),
        new(WordPlace.Policy, "assert", "assert [offline(NODES):] A -> B -> …;", "Checked when the policy is compiled: each node is among the preferred targets of the one before it. `none` ends a chain."),
        new(WordPlace.Policy, "expect", "expect NODE { FACT; … } -> VERDICT;", "A test of the rules, run when the policy is compiled: what they decide on a page of which these facts are true."),

        new(WordPlace.ReclaimMode, "zone", "reclaim zone", "1: a node is reclaimed before memory is taken from another one."),
        new(WordPlace.ReclaimMode, "write", "reclaim write", "2: node reclaim may write dirty pages back."),
        new(WordPlace.ReclaimMode, "unmap", "reclaim unmap", "4: node reclaim may take pages that are in use and swap."),
        new(WordPlace.ReclaimMode, "migrate", "reclaim migrate", "8: reclaim may demote pages to slower nodes."),

        new(WordPlace.Order, "tiers", "order tiers;", "Memory tiers, as in Linux 6.1 and later: the nearest nodes by score in the next lower tier, all lower tiers as fallback."),
        new(WordPlace.Order, "nearest", "order nearest;", "Several targets at the same best distance, as in Linux 5.17 to 6.0."),
        new(WordPlace.Order, "exclusive", "order exclusive;", "One target a node, never shared: the series of January 2021."),
        new(WordPlace.Order, "manual", "order manual;", "The demote rules are the graph: each goes to its own targets, in the order named."),

        new(WordPlace.Aging, "twolist", "aging twolist;", "Active and inactive lists, as in Linux."),
        new(WordPlace.Aging, "lru", "aging lru;", "The page that was used least recently."),
        new(WordPlace.Aging, "clock", "aging clock;", "A hand goes round and takes pages that were not used since it last passed."),
        new(WordPlace.Aging, "sieve", "aging sieve;", "SIEVE: a hand moves from the oldest page to the newest and takes those that were not used."),
        new(WordPlace.Aging, "s3fifo", "aging s3fifo;", "S3-FIFO: a small queue, a main queue and a ghost queue."),

        new(WordPlace.Admission, "always", "admission always;", "Every page that the rules demote is demoted."),
        new(WordPlace.Admission, "adaptive", "admission adaptive;", "A ghost list of demoted pages learns what share comes back; when the reads it saves no longer pay for the copies, a page is tried on the next tier down, then given to ordinary reclaim."),

        new(WordPlace.Watermark, "min", "min SHARE-OR-SIZE;", "Below it a thread that allocates reclaims itself.") { Takes = NumberKind.Percent },
        new(WordPlace.Watermark, "low", "low SHARE-OR-SIZE;", "Below it the background reclaimer wakes.") { Takes = NumberKind.Percent },
        new(WordPlace.Watermark, "high", "high SHARE-OR-SIZE;", "The background reclaimer works up to it.") { Takes = NumberKind.Percent },
        new(WordPlace.Watermark, "promo", "promo SHARE-OR-SIZE;", "The background reclaimer works up to it instead where pages are promoted to the node.") { Takes = NumberKind.Percent },

        new(WordPlace.Domain, "limit", "limit SIZE;", "How much memory the domain's pages may take, over all nodes.") { Takes = NumberKind.Size },
        new(WordPlace.Domain, "nodes", "nodes NODES;", "The nodes on which the domain's pages may be."),
        new(WordPlace.Domain, "demotion", "demotion on; off; or limit;", "Whether the domain's pages are demoted."),
        new(WordPlace.DomainDemotion, "on", "demotion on;", "Pages are demoted, but not when it is the domain's own limit that reclaims."),
        new(WordPlace.DomainDemotion, "off", "demotion off;", "Pages are never demoted."),
        new(WordPlace.DomainDemotion, "limit", "demotion limit;", "Pages are demoted, also when it is the domain's own limit that reclaims."),

        new(WordPlace.When, "when", "when CONDITION", "The rule is for pages for which the condition holds."),
        new(WordPlace.Limit, "limit", "limit RATE", "At most this many bytes a second are moved by the rule.") { Takes = NumberKind.Rate },
        new(WordPlace.Offline, "offline", "offline(NODES):", "The assertion is about the table for when these `hotplug` nodes are off line."),
        new(WordPlace.None, "none", "none", "No node: the end of a chain. No domain, where a domain stands."),
        new(WordPlace.Trace, "trace", "expect trace \"FILE\" { METRIC OP VALUE; … }", "A test that replays a trace of page accesses: run by the tool, not by the compiler."),

        new(WordPlace.Verdict, "keep", "-> keep;", "The page stays."),
        new(WordPlace.Verdict, "discard", "-> discard;", "Ordinary reclaim; that no rule matches counts as this, too."),
        new(WordPlace.Verdict, "demote", "-> demote TARGET;", "The page is demoted, and TARGET is one of the nodes that it may go to."),
    ];
}
