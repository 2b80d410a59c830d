using System.Text.Json;
using TierPolicy.Package.Tests.Harness;

namespace TierPolicy.Package.Tests;

/// <summary>What the package is to a project that refers to it.</summary>
[Collection(nameof(Consumers))]
public sealed class ConsumerTests(Consumers consumers)
{
    private string CachePolicy => consumers.PathOf("Library", "policies #1 [x]", "a cache.tierpolicy");

    /// <summary>Among them: a path with blanks, '#' and brackets; one with '..'; a file that the project removed, and one that it did not list.</summary>
    [Fact]
    public void Projects_with_all_analyzers_on_and_all_warnings_as_errors_build_cleanly() => consumers.Build.AssertClean();

    [Fact]
    public void A_program_runs_policies_of_its_own_and_those_of_a_library_that_brought_the_package()
    {
        consumers.Build.AssertClean();
        DotNet run = consumers.RunPlain(consumers.PathOf("Application", "bin", "Debug", "net10.0", "Application.dll"));
        Assert.Equal(
            [
                "Cache: 0 mismatches, some below",
                "InCSharp: 0 mismatches, some below",
                "OnFile: 0 mismatches, some below",
                "Mine: 0 mismatches, some below",
            ],
            run.Lines);
        Assert.Equal(0, run.ExitCode);
    }

    [Fact]
    public void What_a_project_says_of_its_policy_items_counts()
    {
        consumers.Build.AssertClean();
        JsonElement items = JsonDocument.Parse(consumers.RunPlain("msbuild", "Library", "-getItem:AdditionalFiles", "-getItem:None").Output).RootElement.GetProperty("Items");
        Dictionary<string, JsonElement> policies = items.GetProperty("AdditionalFiles").EnumerateArray().ToDictionary(item => item.GetProperty("Identity").GetString()!);

        Assert.Equal(
            ["../shared policies/of all #2 [y].tierpolicy", "plain.tierpolicy", "policies #1 [x]/a cache.tierpolicy"],
            policies.Keys.Order(StringComparer.Ordinal));
        Assert.All(policies.Values, item => Assert.Equal("TierPolicy", item.GetProperty("SourceItemGroup").GetString()));
        Assert.Equal("false", policies["plain.tierpolicy"].GetProperty("Visible").GetString());
        Assert.DoesNotContain(items.GetProperty("None").EnumerateArray().Select(item => item.GetProperty("Identity").GetString()!), policies.ContainsKey);
    }

    [Fact]
    public void A_project_that_looks_for_a_forgotten_lease_says_so_in_one_property()
    {
        consumers.Build.AssertClean();
        Assert.Empty(Options());
        Assert.Equal("TierPolicy.TrackLeases=true", Assert.Single(Options("-p:TierPolicyTrackLeases=true")));

        IEnumerable<string> Options(params string[] arguments) => JsonDocument
            .Parse(consumers.RunPlain(["msbuild", "Application", "-getItem:RuntimeHostConfigurationOption", "-getItem:None", .. arguments]).Output)
            .RootElement.GetProperty("Items").GetProperty("RuntimeHostConfigurationOption").EnumerateArray()
            .Select(option => $"{option.GetProperty("Identity").GetString()}={option.GetProperty("Value").GetString()}")
            .Where(option => option.StartsWith("TierPolicy", StringComparison.Ordinal));
    }

    [Fact]
    public void A_mistake_in_a_policy_is_shown_at_its_place_by_the_build()
    {
        consumers.Build.AssertClean();

        // Bytes that are no text at all must not keep the rest from being judged.
        string bytes = consumers.PathOf("Library", "bytes.tierpolicy");
        File.WriteAllBytes(bytes, [0xff, 0xfe, 0x00, 0xd8, 0x00, 0x00, 0xc3, 0x28]);
        string[] errors = ErrorsAfter(CachePolicy, "Fast -> Slow when", "Fast -> Slwo when");
        File.Delete(bytes);

        Assert.Contains(errors, line => line.StartsWith($"{CachePolicy}(17,21): error TP0020: unknown node or tier 'Slwo'; did you mean 'Slow'?", StringComparison.Ordinal));
        Assert.Contains(errors, line => line.StartsWith($"{bytes}(1,1): error TP00", StringComparison.Ordinal));
        Assert.All(errors, line => Assert.Contains(": error TP", line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_mistake_in_an_attribute_is_shown_inside_the_string()
    {
        consumers.Build.AssertClean();
        string file = consumers.PathOf("Library", "Attributed.cs");
        string error = Assert.Single(ErrorsAfter(file, "page.idle >= 1s", "page.idel >= 1s"));
        Assert.Contains($"{file}(18,33): error TP0020: unknown name 'page.idel'; did you mean 'page.idle'?", error, StringComparison.Ordinal);
    }

    /// <summary>
    /// The policy is worth a warning, which a global configuration takes back, and advice, of which an .editorconfig makes an error; one in a folder
    /// without C# is taken back again by the .editorconfig beside it.
    /// </summary>
    [Fact]
    public void A_project_chooses_severities()
    {
        DotNet build = consumers.Run("build", "Severities");
        Assert.Equal(1, build.ExitCode);
        string error = Assert.Single(build.Lines, line => line.Contains(": error ", StringComparison.Ordinal) || line.Contains(": warning ", StringComparison.Ordinal));
        Assert.StartsWith($"{consumers.PathOf("Severities", "stranded.tierpolicy")}(7,8): error TP0219: anonymous pages cannot leave 'Far'", error, StringComparison.Ordinal);
    }

    private string[] ErrorsAfter(string file, string old, string @new)
    {
        string text = File.ReadAllText(file);
        Assert.Contains(old, text, StringComparison.Ordinal);
        File.WriteAllText(file, text.Replace(old, @new, StringComparison.Ordinal));
        DotNet build = consumers.Run("build", "Library", "--no-restore");
        File.WriteAllText(file, text);

        Assert.Equal(1, build.ExitCode);
        return [.. build.Lines.Where(line => line.Contains(": error ", StringComparison.Ordinal))];
    }
}
