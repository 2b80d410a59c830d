using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TierPolicy.Generator.Usage;

/// <summary>The ways that one function can take.</summary>
internal sealed class FlowGraph
{
    private readonly ControlFlowGraph _graph;

    private FlowGraph(ControlFlowGraph graph) => _graph = graph;

    public ImmutableArray<BasicBlock> Blocks => _graph.Blocks;

    /// <summary>The graph of the innermost function that an operation is in; null where the compiler made none, as for code that nothing reaches.</summary>
    public static FlowGraph? Of(IOperation operation, ControlFlowGraph method, CancellationToken cancellation) =>
        Find(operation, method, cancellation) is { } graph ? new FlowGraph(graph) : null;

    /// <summary>What a block does, in order; the value that it branches on, or returns, comes last.</summary>
    public static IEnumerable<IOperation> OperationsOf(BasicBlock block) => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations;

    public static IEnumerable<ControlFlowBranch> BranchesOf(BasicBlock block)
    {
        if (block.ConditionalSuccessor is { } conditional)
        {
            yield return conditional;
        }

        if (block.FallThroughSuccessor is { } next)
        {
            yield return next;
        }
    }

    /// <summary>Whether a branch passes through a <c>finally</c>, written or of a <c>using</c>, that does something of this kind.</summary>
    public bool PassesFinally(ControlFlowBranch branch, Func<IOperation, bool> does)
    {
        foreach (ControlFlowRegion region in branch.FinallyRegions)
        {
            for (int i = region.FirstBlockOrdinal; i <= region.LastBlockOrdinal; i++)
            {
                if (OperationsOf(_graph.Blocks[i]).Any(operation => operation.DescendantsAndSelf().Any(does)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Where an operation that was written in this place stands in the graph: its block, and the index of the statement in it.</summary>
    public (BasicBlock Block, int Index)? Find(SyntaxNode written, Func<IOperation, bool> isIt)
    {
        foreach (BasicBlock block in _graph.Blocks)
        {
            int index = 0;
            foreach (IOperation operation in OperationsOf(block))
            {
                if (operation.DescendantsAndSelf().Any(one => one.Syntax == written && isIt(one)))
                {
                    return (block, index);
                }

                index++;
            }
        }

        return null;
    }

    private static ControlFlowGraph? Find(IOperation operation, ControlFlowGraph method, CancellationToken cancellation)
    {
        if (Operations.FunctionOf(operation) is not { } function)
        {
            return method;
        }

        if (Find(function, method, cancellation) is not { } outer)
        {
            return null;
        }

        if (function is ILocalFunctionOperation local)
        {
            return outer.LocalFunctions.Contains(local.Symbol) ? outer.GetLocalFunctionControlFlowGraph(local.Symbol, cancellation) : null;
        }

        IFlowAnonymousFunctionOperation? lambda = outer.Blocks
            .SelectMany(OperationsOf)
            .SelectMany(one => one.DescendantsAndSelf())
            .OfType<IFlowAnonymousFunctionOperation>()
            .FirstOrDefault(one => one.Syntax == function.Syntax);
        return lambda is null ? null : outer.GetAnonymousFunctionControlFlowGraph(lambda, cancellation);
    }
}
