using TierPolicy.Language.Fixes;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;

namespace TierPolicy.Language.Navigation;

/// <summary>Gives a symbol another name wherever it is named, in all files of a project, or says why that cannot be.</summary>
/// <param name="files">The project's files.</param>
/// <param name="symbols">Their symbols.</param>
/// <param name="textOf">The text of a file by its path.</param>
public sealed class Renamer(IReadOnlyList<SyntaxFile> files, SymbolTable symbols, Func<string, string> textOf)
{
    /// <summary>Why a symbol cannot be renamed at all; null where it can.</summary>
    public static string? WhyNot(Symbol symbol)
        => symbol.DeclaredName is null ? $"'{symbol.Name}' is a method in C#: rename it there" : null;

    /// <summary>The part of an occurrence that is replaced: of a qualified name, the last.</summary>
    public static TextSpan NameIn(Occurrence occurrence, string text)
    {
        TextSpan span = occurrence.Location.Span;
        Token last = Lexer.Tokenize("", text.Substring(span.Start, span.Length)).LastOrDefault(token => token.Kind == TokenKind.Identifier);
        return last.Kind == TokenKind.Identifier ? new TextSpan(span.Start + last.Start, last.Length) : span;
    }

    public Renaming Rename(Symbol symbol, string newName)
    {
        if ((WhyNot(symbol) ?? WhyNotNamed(symbol, newName)) is { } problem)
        {
            return new Renaming(problem, EquatableArray<FileEdits>.Empty);
        }

        EquatableArray<FileEdits> edits = symbols.OccurrencesOf(symbol)
            .GroupBy(occurrence => occurrence.Location.Path, StringComparer.Ordinal)
            .Select(group => new FileEdits(group.Key, group.Select(occurrence => new TextEdit(NameIn(occurrence, textOf(group.Key)), newName)).ToEquatableArray()))
            .ToEquatableArray();
        return MeansTheSame(edits)
            ? new Renaming(null, edits)
            : new Renaming($"with the name '{newName}' something else would be meant where {NounOf(symbol.Kind)} is named", EquatableArray<FileEdits>.Empty);
    }

    private string? WhyNotNamed(Symbol symbol, string newName)
    {
        if (!IsIdentifier(newName))
        {
            return $"'{newName}' is not a name: a name is made of letters, digits and underscores, and does not begin with a digit";
        }

        if (newName.Length > SyntaxParser.LongestName)
        {
            return $"the name is too long: the limit is {SyntaxParser.LongestName} characters";
        }

        bool isType = symbol.Kind is SymbolKind.Topology or SymbolKind.Policy;
        if (!isType && ReservedWords.Contains(newName))
        {
            return $"'{newName}' is reserved: it cannot name {NounOf(symbol.Kind)}";
        }

        if (symbol.Kind == SymbolKind.Node && newName == "value__")
        {
            return $"'{newName}' cannot be a member of an enum";
        }

        return symbols.Symbols.FirstOrDefault(other => other != symbol && other.Name == newName && SharesNames(symbol, other)) is { } taken
            ? $"'{newName}' is taken: {NounOf(taken.Kind)} has that name already"
            : null;
    }

    private static bool SharesNames(Symbol a, Symbol b)
    {
        if (a.DeclaredName is null || b.DeclaredName is null || !ReferenceEquals(a.Container, b.Container))
        {
            return false;
        }

        // Topologies and policies become types.
        return a.Container is not null || ((DeclarationSyntax)a.Declaration!).Namespace == ((DeclarationSyntax)b.Declaration!).Namespace;
    }

    /// <summary>
    /// Whether each name still stands for what it stood for, seen by reading the files as they would be: the new name may hide another one, or be
    /// hidden by it.
    /// </summary>
    private bool MeansTheSame(EquatableArray<FileEdits> edits)
    {
        SyntaxFile[] renamed = [.. files.Select(file => edits.FirstOrDefault(edit => edit.Path == file.Path) is { } changed
            ? Parser.ParseFile(file.Path, new Fix("", changed.Edits).ApplyTo(textOf(file.Path)))
            : file)];
        return Structure(symbols).SequenceEqual(Structure(SymbolTable.Of(renamed)));
    }

    /// <summary>By file and in the order of the text: the numbers of the symbols that are named.</summary>
    private List<int> Structure(SymbolTable table)
    {
        Dictionary<Symbol, int> numbers = [];
        foreach (Symbol symbol in table.Symbols)
        {
            numbers.Add(symbol, numbers.Count);
        }

        return [.. files.SelectMany(file => table.In(file.Path)).Select(occurrence => numbers[occurrence.Symbol])];
    }

    private static bool IsIdentifier(string name)
        => name.Length > 0 && IdentifierCharacters.IsStart(name[0]) && name.All(IdentifierCharacters.IsPart) && IdentifierCharacters.Normalize(name) == name;

    private static string NounOf(SymbolKind kind) => "a " + kind.ToString().ToLowerInvariant();
}

/// <summary>What a new name comes to.</summary>
/// <param name="Problem">Why it cannot be; null where it can.</param>
/// <param name="Edits">What to change, by file.</param>
public sealed record Renaming(string? Problem, EquatableArray<FileEdits> Edits);

/// <summary>Changes to one file, in the order of its text.</summary>
public sealed record FileEdits(string Path, EquatableArray<TextEdit> Edits);
