// Names that both Roslyn and the language have.
global using LanguageDiagnostic = TierPolicy.Language.Diagnostics.Diagnostic;
global using SyntaxNode = Microsoft.CodeAnalysis.SyntaxNode;
