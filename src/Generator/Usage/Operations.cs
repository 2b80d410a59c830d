using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace TierPolicy.Generator.Usage;

/// <summary>Ways through the tree of what a method does.</summary>
internal static class Operations
{
    /// <summary>The operation without the conversions around its value.</summary>
    public static IOperation Unconverted(this IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>The operation, or the outermost conversion of its value.</summary>
    public static IOperation Converted(this IOperation operation)
    {
        while (operation.Parent is IConversionOperation conversion)
        {
            operation = conversion;
        }

        return operation;
    }

    public static bool IsLocal(IOperation operation, ILocalSymbol local) =>
        operation.Unconverted() is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local);

    /// <summary>The lambda or local function that an operation is in; null where it is in the method itself.</summary>
    public static IOperation? FunctionOf(IOperation operation)
    {
        IOperation? function = operation.Parent;
        while (function is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation))
        {
            function = function.Parent;
        }

        return function;
    }

    public static IOperation RootOf(IOperation operation)
    {
        while (operation.Parent is { } parent)
        {
            operation = parent;
        }

        return operation;
    }

    /// <summary>All references to a local, wherever in the method.</summary>
    public static IEnumerable<ILocalReferenceOperation> ReferencesTo(ILocalSymbol local, IOperation near) => RootOf(near)
        .Descendants()
        .OfType<ILocalReferenceOperation>()
        .Where(reference => SymbolEqualityComparer.Default.Equals(reference.Local, local));

    /// <summary>The local that a value is put into, at its declaration or later; null where it goes elsewhere.</summary>
    public static ILocalSymbol? LocalFor(IOperation value) => value.Converted() is { Parent: { } parent } converted ? parent switch
    {
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } when declarator.Symbol.RefKind == RefKind.None => declarator.Symbol,
        ISimpleAssignmentOperation { IsRef: false, Target: ILocalReferenceOperation target } assignment when assignment.Value == converted => target.Local,
        _ => null,
    }
    : null;

    /// <summary>Whether a local is declared in a <c>using</c>, statement or declaration.</summary>
    public static bool IsInUsing(ILocalSymbol local) =>
        local.IsUsing || local.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax().Parent?.Parent is Microsoft.CodeAnalysis.CSharp.Syntax.UsingStatementSyntax);
}
