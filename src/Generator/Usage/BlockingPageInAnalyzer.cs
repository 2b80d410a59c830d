using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.Generator.Usage;

/// <summary>TP0504: <c>Read</c> in an async function, where the runtime has <c>ReadAsync</c> and an <c>await</c> may stand.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingPageInAnalyzer() : UsageAnalyzer(Descriptors.BlockingPageIn)
{
    private const string Asynchronous = "ReadAsync";

    private protected override void Register(CompilationStartAnalysisContext context, LeaseTypes types)
    {
        if (types.Pinned is not null && !types.Memory.GetMembers(Asynchronous).IsEmpty)
        {
            context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);
        }
    }

    private void Analyze(OperationAnalysisContext context, LeaseTypes types)
    {
        IInvocationOperation call = (IInvocationOperation)context.Operation;
        if (call.TargetMethod.Name == "Read"
            && SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType.OriginalDefinition, types.Memory)
            && FunctionOf(context) is { IsAsync: true } function
            && !CannotAwait(call))
        {
            Report(context, NameOf(call.Syntax), function.MethodKind == MethodKind.AnonymousFunction ? "the lambda" : function.Name, Asynchronous);
        }
    }

    private static IMethodSymbol? FunctionOf(OperationAnalysisContext context) => Operations.FunctionOf(context.Operation) switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol,
        ILocalFunctionOperation local => local.Symbol,
        _ => context.ContainingSymbol as IMethodSymbol,
    };

    /// <summary>C# lets nobody await in a <c>lock</c>, in an <c>unsafe</c> block, in a filter.</summary>
    private static bool CannotAwait(IOperation call) => call.Syntax.Ancestors()
        .TakeWhile(ancestor => ancestor is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
        .Any(ancestor => ancestor is LockStatementSyntax or UnsafeStatementSyntax or CatchFilterClauseSyntax or QueryExpressionSyntax or FixedStatementSyntax);

    private static SyntaxNode NameOf(SyntaxNode call) => call is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } ? access.Name : call;
}
