using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using TierPolicy.Language.Diagnostics;

namespace TierPolicy.Generator.Usage;

/// <summary>TP0502: a lease that is copied by the same method that ends it. One that only changes hands is no copy: <c>current = next</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LeaseCopiedAnalyzer() : UsageAnalyzer(Descriptors.LeaseCopied)
{
    private protected override void Register(CompilationStartAnalysisContext context, LeaseTypes types) => context.RegisterOperationAction(
        operation => Analyze(operation, types), OperationKind.LocalReference);

    private void Analyze(OperationAnalysisContext context, LeaseTypes types)
    {
        ILocalReferenceOperation lease = (ILocalReferenceOperation)context.Operation;
        if (types.IsStructLease(lease.Type) && lease.Local.RefKind == RefKind.None && IsCopied(lease) && types.IsEndedBy(lease.Local, lease))
        {
            Report(context, lease.Syntax, lease.Local.Name);
        }
    }

    private static bool IsCopied(ILocalReferenceOperation lease)
    {
        IOperation converted = lease.Converted();
        return converted.Parent switch
        {
            IArgumentOperation argument => argument.Parameter?.RefKind == RefKind.None,
            IReturnOperation => true,
            ISimpleAssignmentOperation { IsRef: false } assignment => assignment.Value == converted && assignment.Target is not IDiscardOperation,
            IVariableInitializerOperation => Operations.LocalFor(lease) is not null,
            _ => false,
        };
    }
}
