using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.CodeFixes.Usage;

/// <summary>
/// TP0501: puts a lease in a <c>using</c>. A variable is declared so; a lease without a name is given one, in the statement before, or in a block where the method
/// is but an expression.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LeaseInUsingCodeFix))]
[Shared]
public sealed class LeaseInUsingCodeFix() : SyntaxCodeFix(Descriptors.LeaseNotDisposed, "Put the lease in a 'using'")
{
    private protected override Func<SyntaxNode, SyntaxNode>? ChangeOf(SyntaxNode root, TextSpan span, SemanticModel model) =>
        root.FindNode(span, getInnermostNodeForTie: true) is ExpressionSyntax lease && Change(lease, model) is { } change
            ? file => file.ReplaceNode(change.Old, change.New)
            : null;

    private static (SyntaxNode Old, SyntaxNode New)? Change(ExpressionSyntax lease, SemanticModel model)
    {
        // A method that is but an expression becomes a block of two statements.
        if (lease.FirstAncestorOrSelf<SyntaxNode>(node => node is StatementSyntax or ArrowExpressionClauseSyntax or AnonymousFunctionExpressionSyntax) is ArrowExpressionClauseSyntax arrow)
        {
            return ToBlock(arrow, lease, model);
        }

        if (lease.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax or GlobalStatementSyntax } statement || IsCutByAwait(lease, statement, model))
        {
            return null;
        }

        return statement switch
        {
            LocalDeclarationStatementSyntax { Declaration.Variables: [{ Initializer.Value: { } value }] } declaration when value == lease && !IsWrittenAgain(declaration, model)
                => (declaration, Using(declaration)),
            ExpressionStatementSyntax { Expression: { } whole } lost when whole == lease || whole is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } }
                => (lost, SyntaxFactory.UsingStatement(null, lease.WithoutTrivia(), SyntaxFactory.Block()).WithTriviaFrom(lost).WithAdditionalAnnotations(Formatter.Annotation)),
            ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax when statement.Parent is BlockSyntax block && IsUsedAtOnce(lease)
                => (block, Name(block, statement, lease, model)),
            _ => null,
        };
    }

    private static LocalDeclarationStatementSyntax Using(LocalDeclarationStatementSyntax declaration) => declaration
        .WithoutLeadingTrivia()
        .WithUsingKeyword(SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(SyntaxFactory.Space))
        .WithLeadingTrivia(declaration.GetLeadingTrivia());

    /// <summary>Puts the lease into a variable in the statement before.</summary>
    private static BlockSyntax Name(BlockSyntax block, StatementSyntax statement, ExpressionSyntax lease, SemanticModel model)
    {
        string name = FreeName(model, lease);
        StatementSyntax declaration = Declaration(lease, name, model).WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(EndOfLine(statement));
        StatementSyntax changed = statement.ReplaceNode(Parenthesized(lease), SyntaxFactory.IdentifierName(name).WithTriviaFrom(Parenthesized(lease)));
        SyntaxTriviaList indentation = [.. statement.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1)];
        int index = block.Statements.IndexOf(statement);
        return block.WithStatements(block.Statements.Replace(statement, changed.WithLeadingTrivia(indentation)).Insert(index, declaration));
    }

    private static (SyntaxNode, SyntaxNode)? ToBlock(ArrowExpressionClauseSyntax arrow, ExpressionSyntax lease, SemanticModel model)
    {
        if (!IsUsedAtOnce(lease) || model.GetDeclaredSymbol(arrow.Parent!) is not IMethodSymbol method)
        {
            return null;
        }

        string name = FreeName(model, lease);
        ExpressionSyntax expression = arrow.Expression.ReplaceNode(Parenthesized(lease), SyntaxFactory.IdentifierName(name)).WithoutTrivia();
        bool returnsNothing = method.ReturnsVoid || (method.IsAsync && method.ReturnType is INamedTypeSymbol { IsGenericType: false });
        BlockSyntax block = SyntaxFactory.Block(
            Declaration(lease, name, model).WithTrailingTrivia(SyntaxFactory.ElasticMarker),
            returnsNothing ? SyntaxFactory.ExpressionStatement(expression) : SyntaxFactory.ReturnStatement(expression));
        SyntaxNode? changed = arrow.Parent switch
        {
            MethodDeclarationSyntax declaration => declaration.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block),
            LocalFunctionStatementSyntax local => local.WithExpressionBody(null).WithSemicolonToken(default).WithBody(block),
            _ => null,
        };
        return changed is null ? null : (arrow.Parent!, changed.WithTriviaFrom(arrow.Parent!).WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static LocalDeclarationStatementSyntax Declaration(ExpressionSyntax lease, string name, SemanticModel model)
    {
        string type = model.GetTypeInfo(lease).Type!.ToMinimalDisplayString(model, lease.SpanStart);
        return (LocalDeclarationStatementSyntax)SyntaxFactory.ParseStatement($"using {type} {name} = {lease.WithoutTrivia()};");
    }

    /// <summary>The whole of <c>(await …)</c>.</summary>
    private static ExpressionSyntax Parenthesized(ExpressionSyntax lease) => lease.Parent is ParenthesizedExpressionSyntax around ? Parenthesized(around) : lease;

    /// <summary>A member of the lease is taken, and nothing in the statement decides whether it is: the lease may as well be taken before.</summary>
    private static bool IsUsedAtOnce(ExpressionSyntax lease) => Parenthesized(lease).Parent is MemberAccessExpressionSyntax
        && !lease.Ancestors().TakeWhile(node => node is not (StatementSyntax or ArrowExpressionClauseSyntax)).Any(node =>
            node is ConditionalExpressionSyntax or ConditionalAccessExpressionSyntax or AnonymousFunctionExpressionSyntax or SwitchExpressionSyntax
            || node.Kind() is SyntaxKind.LogicalAndExpression or SyntaxKind.LogicalOrExpression or SyntaxKind.CoalesceExpression);

    /// <summary>A variable of a <c>using</c> cannot be assigned to.</summary>
    private static bool IsWrittenAgain(LocalDeclarationStatementSyntax declaration, SemanticModel model)
    {
        ISymbol? local = model.GetDeclaredSymbol(declaration.Declaration.Variables[0]);
        return declaration.Parent!.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Any(assignment => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(assignment.Left).Symbol, local));
    }

    /// <summary>A lease on the stack cannot be kept over an <c>await</c>, to which a <c>using</c> to the end of the block might stretch it.</summary>
    private static bool IsCutByAwait(ExpressionSyntax lease, StatementSyntax statement, SemanticModel model) =>
        model.GetTypeInfo(lease).Type is { IsRefLikeType: true }
        && statement.Parent!.DescendantNodes().Any(node => node.SpanStart >= statement.SpanStart && node is AwaitExpressionSyntax or YieldStatementSyntax);

    private static string FreeName(SemanticModel model, ExpressionSyntax lease)
    {
        // Names further down in the method count, too.
        HashSet<string> taken =
        [
            .. model.LookupSymbols(lease.SpanStart).Select(symbol => symbol.Name),
            .. lease.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().OfType<VariableDeclaratorSyntax>().Select(variable => variable.Identifier.ValueText) ?? [],
        ];
        string name = "lease";
        for (int i = 1; taken.Contains(name); i++)
        {
            name = "lease" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return name;
    }

    private static SyntaxTriviaList EndOfLine(StatementSyntax statement) =>
        [.. statement.GetTrailingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)).DefaultIfEmpty(SyntaxFactory.Space).Take(1)];
}
