using TierPolicy.Language.Text;

namespace TierPolicy.Language.Evaluation;

/// <summary>A way down the table.</summary>
/// <param name="Nodes">The nodes on it, the first one included.</param>
/// <param name="EndsInNone">Whether the last one is terminal; false only where the table has a cycle.</param>
public sealed record DemotionPath(EquatableArray<int> Nodes, bool EndsInNone);
