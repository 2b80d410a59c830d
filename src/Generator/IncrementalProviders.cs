using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace TierPolicy.Generator;

/// <summary>What Roslyn's providers leave out.</summary>
internal static class IncrementalProviders
{
    /// <summary>The values of all providers in one array, in the order of the providers.</summary>
    public static IncrementalValueProvider<ImmutableArray<T>> CollectAll<T>(this IEnumerable<IncrementalValuesProvider<T>> providers) => providers
        .Select(static provider => provider.Collect())
        .Aggregate(static (all, more) => all.Combine(more).Select(static (pair, _) => pair.Right.IsEmpty ? pair.Left : pair.Left.AddRange(pair.Right)));
}
