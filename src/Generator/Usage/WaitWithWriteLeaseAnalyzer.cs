using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.Generator.Usage;

/// <summary>
/// TP0505: a thread that waits for others in the <c>using</c> of a write lease. The compiler lets no lease on the stack cross an <c>await</c>, and this is what is
/// written instead.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WaitWithWriteLeaseAnalyzer() : UsageAnalyzer(Descriptors.WaitWithWriteLease)
{
    private protected override void Register(CompilationStartAnalysisContext context, LeaseTypes types) => context.RegisterOperationAction(
        operation => Analyze(operation, types), OperationKind.Using, OperationKind.UsingDeclaration);

    private void Analyze(OperationAnalysisContext context, LeaseTypes types)
    {
        IOperation resources = context.Operation is IUsingDeclarationOperation declared ? declared.DeclarationGroup : ((IUsingOperation)context.Operation).Resources;
        ILocalSymbol? lease = resources.DescendantsAndSelf().OfType<IVariableDeclaratorOperation>().Select(declarator => declarator.Symbol).FirstOrDefault(symbol => types.IsWrite(symbol.Type));
        if (lease is null)
        {
            return;
        }

        IOperation? function = Operations.FunctionOf(context.Operation);
        foreach (IOperation operation in BodyOf(context.Operation).SelectMany(statement => statement.DescendantsAndSelf()))
        {
            if (types.Ends(operation, lease))
            {
                return;
            }

            if (Waits(operation) && Operations.FunctionOf(operation) == function)
            {
                Report(context, operation.Syntax, Shown(operation), lease.Name);
            }
        }
    }

    /// <summary>What is done while the lease is open: the statement's block, or the rest of the declaration's.</summary>
    private static IEnumerable<IOperation> BodyOf(IOperation operation) => operation switch
    {
        IUsingOperation statement => [statement.Body],
        { Parent: IBlockOperation block } => block.Operations.SkipWhile(one => one != operation).Skip(1),
        _ => [],
    };

    private static bool Waits(IOperation operation) => operation switch
    {
        IInvocationOperation call => Waits(call),
        IPropertyReferenceOperation { Property: { Name: "Result", ContainingType: { Name: "Task" or "ValueTask" } type } } => IsIn(type, "Tasks") && !IsKnownToBeDone(operation),
        _ => false,
    };

    private static bool Waits(IInvocationOperation call)
    {
        INamedTypeSymbol type = call.TargetMethod.ContainingType;
        bool waits = (type.Name, call.TargetMethod.Name) switch
        {
            ("Task", "Wait" or "WaitAll" or "WaitAny") => IsIn(type, "Tasks"),
            ("Thread", "Sleep" or "Join") or ("Monitor", "Wait") or ("Barrier", "SignalAndWait") => IsIn(type, "Threading"),
            ("SemaphoreSlim" or "ManualResetEventSlim" or "CountdownEvent", "Wait") => IsIn(type, "Threading"),
            ("WaitHandle", "WaitOne" or "WaitAll" or "WaitAny") => IsIn(type, "Threading"),
            (_, "GetResult") => type.Name.EndsWith("Awaiter", StringComparison.Ordinal) && IsIn(type, "CompilerServices") && !IsKnownToBeDone(call),
            _ => false,
        };
        return waits && !call.Arguments.Any(argument => IsZero(argument.Value));
    }

    private static bool IsIn(INamedTypeSymbol type, string space)
    {
        INamespaceSymbol? around = (type.ContainingType ?? type).ContainingNamespace;
        return around?.Name == space;
    }

    /// <summary>Who waits for no time at all only asks.</summary>
    private static bool IsZero(IOperation value) =>
        value is { ConstantValue: { HasValue: true, Value: 0 } } or IFieldReferenceOperation { Field: { Name: "Zero", ContainingType.Name: "TimeSpan" } };

    /// <summary>A task that was asked for before is not waited for.</summary>
    private static bool IsKnownToBeDone(IOperation operation)
    {
        for (IOperation? around = operation.Parent; around is not null; around = around.Parent)
        {
            if (around is IConditionalOperation { Condition: { } condition }
                && condition.DescendantsAndSelf().Any(one => one is IPropertyReferenceOperation { Property.Name: "IsCompleted" or "IsCompletedSuccessfully" }))
            {
                return true;
            }
        }

        return false;
    }

    private static string Shown(IOperation operation) => operation switch
    {
        IInvocationOperation call => call.TargetMethod.Name,
        IPropertyReferenceOperation property => property.Property.Name,
        _ => "",
    };
}
