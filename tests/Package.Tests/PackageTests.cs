using System.IO.Compression;
using System.Xml.Linq;
using TierPolicy.Package.Tests.Harness;

namespace TierPolicy.Package.Tests;

/// <summary>What <c>dotnet pack</c> gives.</summary>
[Collection(nameof(Consumers))]
public sealed class PackageTests(Consumers consumers)
{
    [Fact]
    public void The_package_holds_the_runtime_the_compiler_half_and_what_joins_them_to_a_build()
    {
        using ZipArchive package = consumers.Open("TierPolicy");
        Assert.Equal(
            [
                "README.md",
                "analyzers/dotnet/cs/TierPolicy.CodeFixes.dll",
                "analyzers/dotnet/cs/TierPolicy.Generator.dll",
                "analyzers/dotnet/cs/TierPolicy.Language.dll",
                "buildTransitive/TierPolicy.props",
                "buildTransitive/TierPolicy.targets",
                "lib/net10.0/TierPolicy.TraceFormat.dll",
                "lib/net10.0/TierPolicy.dll",
                "lib/net10.0/TierPolicy.xml",
            ],
            Contents(package));
    }

    [Fact]
    public void The_package_brings_the_runtimes_libraries_alone_and_is_not_for_development_only()
    {
        using ZipArchive package = consumers.Open("TierPolicy");
        XElement metadata = Metadata(package);
        Assert.Equal(["K4os.Compression.LZ4", "System.IO.Hashing", "ZstdSharp.Port"], metadata.Descendants().Where(element => element.Name.LocalName == "dependency").Select(element => element.Attribute("id")!.Value));
        Assert.DoesNotContain(metadata.Elements(), element => element.Name.LocalName == "developmentDependency");
        Assert.Equal("MIT", metadata.Elements().Single(element => element.Name.LocalName == "license").Value);
    }

    [Fact]
    public void What_a_project_may_ask_for_has_its_condition_on_itself()
    {
        // BenchmarkDotNet copies items of this name into a project of its own, without the conditions around them: what it measured were leases that are tracked, a hundred times as slow.
        using ZipArchive package = consumers.Open("TierPolicy");
        using Stream targets = package.GetEntry("buildTransitive/TierPolicy.targets")!.Open();
        XElement option = Assert.Single(XElement.Load(targets).Descendants(), element => element.Name.LocalName == "RuntimeHostConfigurationOption");
        Assert.NotNull(option.Attribute("Condition"));
    }

    [Fact]
    public void The_tool_is_a_package_of_its_own_that_needs_nothing_else()
    {
        using ZipArchive package = consumers.Open("TierPolicy.Tool");
        Assert.Equal("DotnetTool", Metadata(package).Descendants().Single(element => element.Name.LocalName == "packageType").Attribute("name")!.Value);
        Assert.DoesNotContain(Metadata(package).Descendants(), element => element.Name.LocalName == "dependency");
        Assert.Contains("tools/net10.0/any/TierPolicy.Tool.dll", Contents(package));
        Assert.Contains("tools/net10.0/any/TierPolicy.Language.dll", Contents(package));
        Assert.Contains("tools/net10.0/any/rules/TP0001.md", Contents(package));
        Assert.Contains("README.md", Contents(package));
    }

    /// <summary>All files but those of the container's own format.</summary>
    private static IEnumerable<string> Contents(ZipArchive package) => package.Entries
        .Select(entry => Uri.UnescapeDataString(entry.FullName))
        .Where(name => !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal) && !name.StartsWith("[Content_Types]", StringComparison.Ordinal) && !name.EndsWith(".nuspec", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    private static XElement Metadata(ZipArchive package)
    {
        using Stream nuspec = package.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(nuspec).Root!.Elements().Single();
    }
}
