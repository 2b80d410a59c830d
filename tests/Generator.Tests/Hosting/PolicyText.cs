using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace TierPolicy.Generator.Tests.Hosting;

/// <summary>A <c>.tierpolicy</c> file in memory.</summary>
internal sealed class PolicyText(string path, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text, Encoding.UTF8);

    public override string Path => path;

    /// <summary>Whether the build says that it is a policy.</summary>
    public bool IsPolicyItem { get; init; } = true;

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}
