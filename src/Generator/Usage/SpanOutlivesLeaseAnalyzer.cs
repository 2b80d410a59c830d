using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.Generator.Usage;

/// <summary>
/// TP0503: the bytes of a page, or a slice of them, that are used after the lease in the same method has ended, returned from it, or stored where they stay.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SpanOutlivesLeaseAnalyzer() : UsageAnalyzer(Descriptors.SpanOutlivesLease)
{
    private protected override void Register(CompilationStartAnalysisContext context, LeaseTypes types) => context.RegisterOperationAction(
        operation => Analyze(operation, types), OperationKind.PropertyReference);

    private void Analyze(OperationAnalysisContext context, LeaseTypes types)
    {
        IPropertyReferenceOperation bytes = (IPropertyReferenceOperation)context.Operation;
        if (!types.GivesBytes(bytes) || bytes.Instance?.Unconverted() is not ILocalReferenceOperation { Local: { RefKind: RefKind.None } lease }
            || !types.IsEndedBy(lease, bytes)
            || FlowGraph.Of(bytes, context.GetControlFlowGraph(), context.CancellationToken) is not { } graph)
        {
            return;
        }

        HashSet<SyntaxNode> reported = [];
        HashSet<IOperation> followed = [];
        Queue<IOperation> sources = new([bytes]);
        while (sources.Count > 0)
        {
            IOperation value = Widest(sources.Dequeue());
            if (!followed.Add(value))
            {
                continue;
            }

            context.CancellationToken.ThrowIfCancellationRequested();
            foreach (SyntaxNode place in Outlives(value, lease, graph, types))
            {
                if (reported.Add(place))
                {
                    Report(context, place, lease.Name);
                }
            }

            // A slice of a slice.
            if (Operations.LocalFor(value) is { } local)
            {
                foreach (ILocalReferenceOperation reference in Operations.ReferencesTo(local, bytes))
                {
                    if (Operations.FunctionOf(reference) == Operations.FunctionOf(bytes) && Operations.LocalFor(Widest(reference)) is not null)
                    {
                        sources.Enqueue(reference);
                    }
                }
            }
        }
    }

    /// <summary>The whole expression that still means the page's bytes: slices and conversions of them.</summary>
    private static IOperation Widest(IOperation bytes)
    {
        while (true)
        {
            IOperation? wider = bytes.Parent switch
            {
                IConversionOperation conversion => conversion,
                IImplicitIndexerReferenceOperation slice when slice.Instance == bytes => slice,
                IPropertyReferenceOperation { Property.Name: "Span" } span when span.Instance == bytes => span,
                IInvocationOperation { TargetMethod.Name: "Slice" } slice when slice.Instance == bytes => slice,
                IArgumentOperation { Parent: IInvocationOperation call } when IsReinterpretation(call.TargetMethod) => call,
                _ => null,
            };
            if (wider is null || !IsOfBytes(wider.Type))
            {
                return bytes;
            }

            bytes = wider;
        }
    }

    private static bool IsReinterpretation(IMethodSymbol method) => method is
    {
        Name: "Cast" or "AsBytes" or "Trim" or "TrimStart" or "TrimEnd",
        ContainingType: { Name: "MemoryMarshal" or "MemoryExtensions", ContainingNamespace.Name: "System" or "InteropServices" },
    };

    private static bool IsOfBytes(ITypeSymbol? type) => type is { Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory", ContainingNamespace.Name: "System" };

    /// <summary>The places in which a value is used, or from which it goes on, although the lease has ended.</summary>
    private static IEnumerable<SyntaxNode> Outlives(IOperation value, ILocalSymbol lease, FlowGraph graph, LeaseTypes types)
    {
        if (Operations.LocalFor(value) is { } local)
        {
            return IsRead(local, value) ? UsesAfterEnd(value, local, lease, graph, types) : [];
        }

        bool stays = value.Parent switch
        {
            IReturnOperation => graph.Find(value.Syntax, _ => true) is { } place && EndsOnReturn(place.Block, lease, graph, types),
            ISimpleAssignmentOperation { Target: IFieldReferenceOperation { Field.ContainingType.IsRefLikeType: false } or IPropertyReferenceOperation { Property.ContainingType.IsRefLikeType: false } } => true,
            ISimpleAssignmentOperation { IsRef: false, Target: IParameterReferenceOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } } => true,
            _ => false,
        };
        return stays ? [value.Syntax] : [];
    }

    private static bool IsRead(ILocalSymbol local, IOperation near) => Operations.ReferencesTo(local, near).Any(reference => !IsTarget(reference));

    private static bool IsTarget(IOperation reference) => reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference;

    private static bool EndsOnReturn(BasicBlock block, ILocalSymbol lease, FlowGraph graph, LeaseTypes types) =>
        FlowGraph.BranchesOf(block).Any(branch => branch.Semantics == ControlFlowBranchSemantics.Return && graph.PassesFinally(branch, operation => types.Ends(operation, lease)));

    /// <summary>Follows a local from where it got the value, until it gets another.</summary>
    private static IEnumerable<SyntaxNode> UsesAfterEnd(IOperation value, ILocalSymbol local, ILocalSymbol lease, FlowGraph graph, LeaseTypes types)
    {
        if (graph.Find(value.Syntax, _ => true) is not { } start)
        {
            yield break;
        }

        HashSet<(BasicBlock, bool)> seen = [];
        Stack<(BasicBlock Block, int Index, bool HasEnded)> left = new([(start.Block, start.Index + 1, false)]);
        while (left.Count > 0)
        {
            (BasicBlock block, int index, bool hasEnded) = left.Pop();
            bool goesOn = true;
            foreach (IOperation operation in FlowGraph.OperationsOf(block).Skip(index))
            {
                IOperation[] all = [.. operation.DescendantsAndSelf()];
                bool isReturned = operation == block.BranchValue && Operations.IsLocal(operation, local) && EndsOnReturn(block, lease, graph, types);
                if ((hasEnded || isReturned) && all.FirstOrDefault(one => one is ILocalReferenceOperation && Operations.IsLocal(one, local) && !IsTarget(one)) is { } use)
                {
                    yield return use.Syntax;
                    goesOn = false;
                }

                hasEnded |= all.Any(one => types.Ends(one, lease));
                goesOn &= !all.Any(one => one is ISimpleAssignmentOperation assignment && Operations.IsLocal(assignment.Target, local));
                if (!goesOn)
                {
                    break;
                }
            }

            foreach (ControlFlowBranch branch in goesOn ? FlowGraph.BranchesOf(block) : [])
            {
                bool ends = hasEnded || graph.PassesFinally(branch, operation => types.Ends(operation, lease));
                if (branch.Destination is { } next && seen.Add((next, ends)))
                {
                    left.Push((next, 0, ends));
                }
            }
        }
    }
}
