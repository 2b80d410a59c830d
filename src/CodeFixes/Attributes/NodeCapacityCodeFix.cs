using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.CodeFixes.Attributes;

/// <summary>TP0101 in C#: gives a node a capacity to begin with.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(NodeCapacityCodeFix))]
[Shared]
public sealed class NodeCapacityCodeFix() : SyntaxCodeFix(Descriptors.MissingCapacity, $"Add the capacity \"{Capacity}\"")
{
    private const string Capacity = "1GiB";

    private protected override Func<SyntaxNode, SyntaxNode>? ChangeOf(SyntaxNode root, TextSpan span, SemanticModel model)
    {
        AttributeArgumentListSyntax? arguments = (root.FindNode(span) as EnumMemberDeclarationSyntax)?.AttributeLists
            .SelectMany(list => list.Attributes)
            .FirstOrDefault(attribute => AttributeNaming.Is(attribute, "Node"))?.ArgumentList;
        return arguments is not null && WithCapacity(arguments) is { } changed ? file => file.ReplaceNode(arguments, changed) : null;
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
