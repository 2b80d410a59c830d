// Names that both Roslyn and the language have. What Roslyn calls a name or a node is rarely needed here.
global using LanguageDescriptor = TierPolicy.Language.Diagnostics.DiagnosticDescriptor;
global using LanguageDiagnostic = TierPolicy.Language.Diagnostics.Diagnostic;
global using NameSyntax = TierPolicy.Language.Syntax.NameSyntax;
global using SyntaxNode = Microsoft.CodeAnalysis.SyntaxNode;
