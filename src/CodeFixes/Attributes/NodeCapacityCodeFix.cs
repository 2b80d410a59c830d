using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.CodeFixes.Attributes;

/// <summary>TP0101 in C#: gives a node a capacity to begin with.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NodeCapacityCodeFix))]
[Shared]
public sealed class NodeCapacityCodeFix : CodeFixProvider
{
    private const string Capacity = "1GiB";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [Descriptors.MissingCapacity.Id];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        AttributeArgumentListSyntax? arguments = (root?.FindNode(context.Span) as EnumMemberDeclarationSyntax)?.AttributeLists
            .SelectMany(list => list.Attributes)
            .FirstOrDefault(attribute => AttributeNaming.Is(attribute, "Node"))?.ArgumentList;
        if (root is null || arguments is null || WithCapacity(arguments) is not { } changed)
        {
            return;
        }

        context.RegisterCodeFix(
            CodeAction.Create($"Add the capacity \"{Capacity}\"", _ => Task.FromResult(context.Document.WithSyntaxRoot(root.ReplaceNode(arguments, changed))), nameof(NodeCapacityCodeFix)),
            context.Diagnostics);
    }

    /// <summary>It is the second argument, where it is not named; what says null is replaced.</summary>
    private static AttributeArgumentListSyntax? WithCapacity(AttributeArgumentListSyntax arguments)
    {
        LiteralExpressionSyntax literal = SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(Capacity));
        AttributeArgumentSyntax? written = arguments.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "capacity")
            ?? arguments.Arguments.Where(argument => argument.NameEquals is null && argument.NameColon is null).Skip(1).FirstOrDefault();
        if (written is not null)
        {
            return arguments.ReplaceNode(written.Expression, literal.WithTriviaFrom(written.Expression));
        }

        return arguments.Arguments.Count == 0 ? null : arguments.WithArguments(arguments.Arguments.Insert(1, SyntaxFactory.AttributeArgument(literal)));
    }
}
