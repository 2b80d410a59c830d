namespace TierPolicy.Language.Diagnostics;

// Form and names: what is wrong however the rest of the file reads.
public static partial class Descriptors
{
    /// <summary>The text does not follow the grammar.</summary>
    public static readonly DiagnosticDescriptor SyntaxError = Error("TP0001", "Syntax error", "expected {0}, found {1}");

    /// <summary>A character that no word, number or sign of the language contains.</summary>
    public static readonly DiagnosticDescriptor UnexpectedCharacter = Error("TP0002", "Unexpected character", "unexpected character {0}");

    /// <summary>A string does not end on its line.</summary>
    public static readonly DiagnosticDescriptor UnterminatedString = Error("TP0003", "Unterminated string", "the string is not closed on its line");

    /// <summary>A <c>/*</c> comment does not end.</summary>
    public static readonly DiagnosticDescriptor UnterminatedComment = Error("TP0004", "Unterminated comment", "the comment is not closed: '*/' is missing");

    /// <summary>An escape sequence that C# does not know either.</summary>
    public static readonly DiagnosticDescriptor BadEscape = Error("TP0005", "Bad escape sequence", "unknown escape sequence '{0}'");

    /// <summary>Letters after a number that are no unit.</summary>
    public static readonly DiagnosticDescriptor UnknownUnit = Error("TP0006", "Unknown unit", "unknown unit '{0}'{1}");

    /// <summary>White space between a number and its unit.</summary>
    public static readonly DiagnosticDescriptor SpaceBeforeUnit = Error("TP0007", "Space before a unit", "no white space may stand between a number and its unit; write '{0}'");

    /// <summary>A number that 64 bits cannot hold in the unit it is kept in, or that is past the limit of its place.</summary>
    public static readonly DiagnosticDescriptor NumberTooLarge = Error("TP0008", "Number too large", "{0} is too large: the limit is {1}");

    /// <summary>A fraction that comes to no whole number of the smallest unit.</summary>
    public static readonly DiagnosticDescriptor InexactNumber = Error("TP0009", "Inexact number", "{0} is not a whole number of {1}");

    /// <summary>An expression nested more deeply than the compiler follows.</summary>
    public static readonly DiagnosticDescriptor NestedTooDeeply = Error("TP0010", "Nested too deeply", "the condition is nested more than {0} deep");

    /// <summary>An operator of C#, or a word for one, that is spelled otherwise here.</summary>
    public static readonly DiagnosticDescriptor ForeignOperator = Error("TP0011", "Operator of C#", "'{0}' is not an operator here; write '{1}'");

    /// <summary><c>a &lt; b &lt; c</c>.</summary>
    public static readonly DiagnosticDescriptor ChainedComparison = Error("TP0012", "Chained comparison", "comparisons do not chain; join them with 'and'");

    /// <summary>A name past what metadata can hold with certainty.</summary>
    public static readonly DiagnosticDescriptor NameTooLong = Error("TP0013", "Name too long", "the name has {0} characters; the limit is {1}");

    /// <summary>A namespace after a declaration, or a second one.</summary>
    public static readonly DiagnosticDescriptor MisplacedNamespace = Error("TP0014", "Misplaced namespace", "a file has one namespace, before its first topology or policy");

    /// <summary>A clause where one is not allowed twice.</summary>
    public static readonly DiagnosticDescriptor RepeatedClause = Error("TP0015", "Repeated clause", "'{0}' is said twice");

    /// <summary>A value whose type is not the one that the clause takes.</summary>
    public static readonly DiagnosticDescriptor WrongValue = Error("TP0016", "Wrong type of value", "'{0}' takes {1}, not {2}");

    /// <summary>A clause that needs a value and has none.</summary>
    public static readonly DiagnosticDescriptor MissingValue = Error("TP0017", "Missing value", "'{0}' takes {1}");

    /// <summary>A clause without which its block means nothing.</summary>
    public static readonly DiagnosticDescriptor MissingClause = Error("TP0018", "Missing clause", "{0} has no '{1}'");

    /// <summary>A quantity of zero where none makes sense.</summary>
    public static readonly DiagnosticDescriptor ZeroValue = Error("TP0019", "Zero", "'{0}' must be above zero");

    /// <summary>A name or word that is not known in its place.</summary>
    public static readonly DiagnosticDescriptor UnknownName = Error("TP0020", "Unknown name", "unknown {0} '{1}'{2}");

    /// <summary>Two things of one name.</summary>
    public static readonly DiagnosticDescriptor DuplicateName = Error("TP0021", "Duplicate name", "the name '{0}' is taken already");

    /// <summary>A word of the language as the name of a node, a tier or a domain.</summary>
    public static readonly DiagnosticDescriptor ReservedName = Error("TP0022", "Reserved name", "'{0}' cannot be the name of a {1}: the word is reserved");

    /// <summary>A topology's name that several namespaces declare, none of them nearer than the others.</summary>
    public static readonly DiagnosticDescriptor AmbiguousName = Error("TP0023", "Ambiguous name", "'{0}' could be {1}; say which, with its namespace");
}
