using System.Runtime.CompilerServices;

namespace TierPolicy.Runtime.Benchmarks;

/// <summary>Where results go, so that the compiler must compute them.</summary>
internal static class Sink
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Of(long value) => _ = value;
}
