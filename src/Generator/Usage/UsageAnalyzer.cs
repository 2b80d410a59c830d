using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using TierPolicy.Generator.Diagnostics;

namespace TierPolicy.Generator.Usage;

/// <summary>Looks at how a program uses the runtime, for one rule. Where there is no runtime it looks at nothing.</summary>
public abstract class UsageAnalyzer : DiagnosticAnalyzer
{
    private readonly LanguageDescriptor _rule;

    private protected UsageAnalyzer(LanguageDescriptor rule)
    {
        _rule = rule;
        SupportedDiagnostics = [DiagnosticDescriptors.Of(rule)];
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (LeaseTypes.Find(start.Compilation) is { } types)
            {
                Register(start, types);
            }
        });
    }

    private protected abstract void Register(CompilationStartAnalysisContext context, LeaseTypes types);

    private protected void Report(OperationAnalysisContext context, SyntaxNode place, params string[] arguments)
    {
        // Complete, as all messages of the catalogue are: Roslyn would format the arguments by the culture of the machine.
        string message = string.Format(System.Globalization.CultureInfo.InvariantCulture, _rule.MessageFormat, arguments);
        context.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], place.GetLocation(), message));
    }
}
