using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.Generator.Usage;

/// <summary>
/// TP0501: a lease that is lost at once, or on a way out of the method. What is handed on (returned, passed, stored) is somebody else's to end.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LeaseNotDisposedAnalyzer() : UsageAnalyzer(Descriptors.LeaseNotDisposed)
{
    private protected override void Register(CompilationStartAnalysisContext context, LeaseTypes types) => context.RegisterOperationAction(
        operation => Analyze(operation, types), OperationKind.Invocation, OperationKind.Await);

    private void Analyze(OperationAnalysisContext context, LeaseTypes types)
    {
        IOperation lease = context.Operation;
        if (!types.IsLease(lease.Type) || lease is IInvocationOperation { TargetMethod.ReturnsByRef: true } or IInvocationOperation { TargetMethod.ReturnsByRefReadonly: true })
        {
            return;
        }

        if (IsLost(lease))
        {
            Report(context, lease, types, "");
        }
        else if (Operations.LocalFor(lease) is { } local && !Operations.IsInUsing(local) && StaysHere(local, lease)
            && FlowGraph.Of(lease, context.GetControlFlowGraph(), context.CancellationToken) is { } graph
            && IsLost(lease, local, graph, types, out bool isEnded))
        {
            Report(context, lease, types, isEnded ? " on every way out" : "");
        }
    }

    private void Report(OperationAnalysisContext context, IOperation lease, LeaseTypes types, string where) => Report(
        context,
        lease.Syntax,
        lease.Type!.Name,
        where,
        types.IsWrite(lease.Type) ? "nothing is published, and later writers of the page wait for ever" : "its frame is never given back");

    /// <summary>A lease that nobody has a name for.</summary>
    private static bool IsLost(IOperation lease)
    {
        IOperation converted = lease.Converted();
        return converted.Parent switch
        {
            IExpressionStatementOperation => true,
            ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            IPropertyReferenceOperation property => property.Instance == converted,
            IInvocationOperation call => call.Instance == converted && call.TargetMethod.Name is not ("Dispose" or "Discard"),
            _ => false,
        };
    }

    /// <summary>Whether nobody else gets hold of the lease, so that who took it must end it.</summary>
    private static bool StaysHere(ILocalSymbol local, IOperation taken)
    {
        IOperation? function = Operations.FunctionOf(taken);
        foreach (ILocalReferenceOperation reference in Operations.ReferencesTo(local, taken))
        {
            IOperation converted = reference.Converted();
            bool isUsedHere = converted.Parent switch
            {
                IPropertyReferenceOperation property => property.Instance == converted,
                IInvocationOperation call => call.Instance == converted,
                ISimpleAssignmentOperation assignment => assignment.Target == converted,
                IArgumentOperation argument => argument.Parameter?.RefKind == RefKind.In,
                _ => false,
            };
            if (!isUsedHere || Operations.FunctionOf(reference) != function)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether there is a way from the taking of the lease to the end of the function on which it is not ended. Exceptions are not ways that are looked at.</summary>
    private static bool IsLost(IOperation lease, ILocalSymbol local, FlowGraph graph, LeaseTypes types, out bool isEnded)
    {
        IOperation[] ends = [.. Operations.ReferencesTo(local, lease).Select(reference => reference.Converted().Parent!).Where(parent => types.Ends(parent, local))];
        isEnded = ends.Length > 0;

        // Where the end hangs on a condition, that may say whether there is a lease to end.
        if (ends.Any(end => HangsOnMore(end.Syntax, lease.Syntax)))
        {
            return false;
        }

        if (graph.Find(lease.Syntax, one => one.Kind == lease.Kind) is not { } start)
        {
            return false;
        }

        HashSet<BasicBlock> seen = [];
        Stack<(BasicBlock Block, int Index)> left = new([(start.Block, start.Index + 1)]);
        while (left.Count > 0)
        {
            (BasicBlock block, int index) = left.Pop();
            IOperation? decides = FlowGraph.OperationsOf(block).Skip(index).SelectMany(operation => operation.DescendantsAndSelf())
                .FirstOrDefault(operation => types.Ends(operation, local) || IsOverwritten(operation, local));
            if (decides is ISimpleAssignmentOperation)
            {
                return true;
            }

            if (decides is not null)
            {
                continue;
            }

            foreach (ControlFlowBranch branch in FlowGraph.BranchesOf(block))
            {
                if (branch.Destination is not { } next || graph.PassesFinally(branch, operation => types.Ends(operation, local)))
                {
                    continue;
                }

                if (next.Kind == BasicBlockKind.Exit)
                {
                    return true;
                }

                if (seen.Add(next))
                {
                    left.Push((next, 0));
                }
            }
        }

        return false;
    }

    private static bool IsOverwritten(IOperation operation, ILocalSymbol local) =>
        operation is ISimpleAssignmentOperation assignment && Operations.IsLocal(assignment.Target, local);

    /// <summary>Whether a statement that decides is around the one place and not around the other.</summary>
    private static bool HangsOnMore(SyntaxNode end, SyntaxNode taken) => end.Ancestors()
        .TakeWhile(ancestor => !ancestor.Span.Contains(taken.Span))
        .Any(ancestor => ancestor is IfStatementSyntax or SwitchStatementSyntax or ConditionalExpressionSyntax or CatchClauseSyntax
            or WhileStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax);
}
