using TierPolicy.Language.Navigation;
using TierPolicy.LanguageServer.Protocol;
using TierPolicy.LanguageServer.Workspace;

namespace TierPolicy.LanguageServer.Features;

/// <summary>Gives something another name in all files of its project.</summary>
internal static class RenameFeature
{
    /// <summary>What would be renamed; null where nothing can be.</summary>
    public static PrepareRenameResult? Prepare(PolicyProject project, PolicyDocument document, int offset)
    {
        if (project.Symbols.Find(document.Path, offset) is not { } found)
        {
            return null;
        }

        return Renamer.WhyNot(found.Symbol) is { } problem
            ? throw new RequestFailedException(problem)
            : new PrepareRenameResult(document.RangeOf(Renamer.NameIn(found, document.Text)), found.Symbol.Name);
    }

    /// <exception cref="RequestFailedException">The name cannot be given.</exception>
    public static WorkspaceEdit? Rename(PolicyProject project, PolicyDocument document, int offset, string newName, EditWriter writer)
    {
        if (project.Symbols.Find(document.Path, offset) is not { } found)
        {
            return null;
        }

        Renaming renaming = new Renamer(project.Files, project.Symbols, path => project[path].Text).Rename(found.Symbol, newName);
        return renaming.Problem is { } problem
            ? throw new RequestFailedException(problem)
            : writer.Write(renaming.Edits.Select(file => (project[file.Path], (IReadOnlyList<Language.Fixes.TextEdit>)file.Edits)));
    }
}
