using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Features;

/// <summary>Tells the client what is wrong in each document: what it has been told already is not said again.</summary>
/// <param name="workspace">The documents.</param>
/// <param name="diagnostics">Their mistakes.</param>
/// <param name="publish">Sends to the client.</param>
internal sealed class DiagnosticsPublisher(PolicyWorkspace workspace, DiagnosticsFeature diagnostics, Action<PublishDiagnosticsParams> publish)
{
    private Dictionary<string, Published> _published = new(StringComparer.Ordinal);

    /// <summary>Projects that are as they were when they were last looked at need not be looked at again.</summary>
    private readonly HashSet<PolicyProject> _seen = new(ReferenceEqualityComparer.Instance);

    public void Publish()
    {
        Dictionary<string, Published> now = new(StringComparer.Ordinal);
        PolicyProject[] projects = [.. workspace.Projects];
        _seen.IntersectWith(projects);
        foreach (PolicyProject project in projects)
        {
            if (!_seen.Add(project))
            {
                foreach (PolicyDocument document in project.Documents)
                {
                    now[document.Uri] = _published[document.Uri];
                }

                continue;
            }

            foreach ((PolicyDocument document, IReadOnlyList<DiagnosticItem> items) in diagnostics.Of(project))
            {
                Published state = new(document.Version, items);
                now[document.Uri] = state;
                if (!_published.TryGetValue(document.Uri, out Published? before) ? items.Count > 0 || document.Version is not null : !before.Equals(state))
                {
                    publish(new PublishDiagnosticsParams(document.Uri, items, document.Version));
                }
            }
        }

        foreach ((string uri, Published before) in _published)
        {
            if (!now.ContainsKey(uri) && before.Items.Count > 0)
            {
                publish(new PublishDiagnosticsParams(uri, []));
            }
        }

        _published = now;
    }

    private sealed record Published(int? Version, IReadOnlyList<DiagnosticItem> Items)
    {
        public bool Equals(Published? other) => other is not null && Version == other.Version && Items.Count == other.Items.Count
            && Items.Zip(other.Items).All(pair => IsSame(pair.First, pair.Second));

        public override int GetHashCode() => HashCode.Combine(Version, Items.Count);

        private static bool IsSame(DiagnosticItem a, DiagnosticItem b)
            => a with { RelatedInformation = null } == b with { RelatedInformation = null }
            && (a.RelatedInformation ?? []).SequenceEqual(b.RelatedInformation ?? []);
    }
}
