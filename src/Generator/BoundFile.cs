using TierPolicy.Language.Binding;

namespace TierPolicy.Generator;

/// <summary>A file, or an attributed type, bound.</summary>
internal sealed record BoundFile(string Path, BindingResult Result)
{
    public static BoundFile Bind(ResolvedFile file, CancellationToken cancellation) => new(file.Syntax.Path, FileBinder.Bind(file, cancellation));
}
