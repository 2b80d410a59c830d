using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Fixes;
using TierPolicy.Language.Text;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Features;

/// <summary>The ways out of the mistakes in a range: those that the compiler's code fixes offer, too.</summary>
internal static class CodeActionFeature
{
    public static IReadOnlyList<CodeAction> Find(PolicyProject project, PolicyDocument document, CodeActionParams request, DiagnosticsFeature diagnostics, EditWriter writer)
    {
        bool isAsked = request.Context.Only is not { } only
            || only.Any(kind => kind == CodeActionKinds.QuickFix || kind.Length == 0 || kind.StartsWith(CodeActionKinds.QuickFix + ".", StringComparison.Ordinal));
        if (!isAsked)
        {
            return [];
        }

        TextSpan range = document.Lines.SpanOf(request.Range);
        List<CodeAction> actions = [];
        Dictionary<Fix, int> byFix = [];
        foreach (Diagnostic diagnostic in diagnostics.Of(project, document).Where(diagnostic => Touches(diagnostic.Location.Span, range)))
        {
            DiagnosticItem item = diagnostics.Item(project, document, diagnostic);
            IReadOnlyList<Fix> fixes = FixFinder.Find(diagnostic, document.Syntax, document.Text, project.Binding);
            for (int i = 0; i < fixes.Count; i++)
            {
                // To silence an advice, which comes last, is no way out of it.
                bool isPreferred = i == 0 && (fixes.Count > 1 || diagnostic.Descriptor.Severity == DiagnosticSeverity.Error);
                if (!byFix.TryGetValue(fixes[i], out int known))
                {
                    byFix.Add(fixes[i], actions.Count);
                    actions.Add(new CodeAction(fixes[i].Title, CodeActionKinds.QuickFix, [item], isPreferred, writer.Write([(document, fixes[i].Edits)])));
                }
                else
                {
                    // A rule list that is not total is a mistake a node, and one way out of all of them.
                    actions[known] = actions[known] with { Diagnostics = [.. actions[known].Diagnostics, item] };
                }
            }
        }

        return actions;
    }

    private static bool Touches(TextSpan span, TextSpan range) => span.Start <= range.End && range.Start <= span.End;
}
