namespace TierPolicy.Generator.Benchmarks;

/// <summary>Files of a program that have nothing to do with any generator.</summary>
internal static class PlainFiles
{
    private const int Methods = 10;

    public static IEnumerable<string> Create(int count) => Enumerable.Range(0, count).Select(i => Create(i, "value"));

    /// <param name="number">The class's number.</param>
    /// <param name="parameter">What its parameters are called: another name is an edit that no generator needs to look at.</param>
    public static string Create(int number, string parameter)
    {
        IEnumerable<string> methods = Enumerable.Range(0, Methods).Select(i =>
            $$"""
                [System.Diagnostics.DebuggerStepThrough]
                public int Method{{i}}(int {{parameter}})
                {
                    int sum = {{parameter}};
                    for (int i = 0; i < {{i}}; i++)
                    {
                        sum += i * {{parameter}};
                    }

                    return sum;
                }

            """);
        return $"namespace Plain;\n\npublic sealed class Class{number}\n{{\n{string.Concat(methods)}}}\n";
    }
}
