using System.Diagnostics;
using System.Reflection;

namespace TierPolicy.Generator.Tests.Hosting;

/// <summary>The compiler of the SDK, as a build starts it: it alone says what a severity comes to in the end.</summary>
internal static class CompilerProcess
{
    private static readonly string Compiler = typeof(CompilerProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Compiler").Value!;

    /// <summary>Compiles one policy, and gives what the compiler printed of ours, as <c>warning TP0207</c>, in the order of ids.</summary>
    /// <param name="policy">The policy's text.</param>
    /// <param name="configs">The text of <c>.editorconfig</c> and <c>.globalconfig</c> files by name.</param>
    public static async Task<string[]> Compile(string policy, params (string Name, string Text)[] configs)
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("tierpolicy");
        try
        {
            string file = Path.Combine(directory.FullName, "cache.tierpolicy");
            string items = Path.Combine(directory.FullName, "items.globalconfig");
            string source = Path.Combine(directory.FullName, "Program.cs");
            await File.WriteAllTextAsync(file, policy);
            await File.WriteAllTextAsync(source, "");
            await File.WriteAllTextAsync(items, $"is_global = true\n[{file.Replace('\\', '/')}]\nbuild_metadata.AdditionalFiles.SourceItemGroup = TierPolicy\n");
            List<string> arguments = [Compiler, "/nologo", "/target:library", "/nostdlib", "/langversion:preview", source, $"/additionalfile:{file}", $"/analyzerconfig:{items}"];
            foreach ((string name, string text) in configs)
            {
                string config = Path.Combine(directory.FullName, name);
                await File.WriteAllTextAsync(config, text);
                arguments.Add($"/analyzerconfig:{config}");
            }

            string runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
            arguments.AddRange(Directory.EnumerateFiles(runtime, "System*.dll").Where(path => !path.Contains("Native", StringComparison.Ordinal)).Select(path => $"/reference:{path}"));
            arguments.Add($"/reference:{typeof(ITierPolicy).Assembly.Location}");
            arguments.Add($"/analyzer:{typeof(TierPolicyGenerator).Assembly.Location}");
            arguments.Add($"/analyzer:{typeof(Language.Syntax.Parser).Assembly.Location}");
            arguments.Add($"/out:{Path.Combine(directory.FullName, "policies.dll")}");
            return await Run(arguments);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static async Task<string[]> Run(IEnumerable<string> arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.DoesNotContain(lines, line => line.Contains(" CS", StringComparison.Ordinal));
        return [.. lines.Where(line => line.Contains(" TP", StringComparison.Ordinal)).Select(line => line.Split(": ")[1]).Distinct().OrderBy(one => one[^6..])];
    }
}
