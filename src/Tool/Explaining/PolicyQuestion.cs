using TierPolicy.Language.Binding;
using TierPolicy.Language.Diagnostics;
using TierPolicy.Language.Model;
using TierPolicy.Language.Syntax;
using TierPolicy.Language.Text;
using TierPolicy.Tool.Sources;

namespace TierPolicy.Tool.Explaining;

/// <summary>
/// What an option asks about a policy is written in the policy's own language, so the compiler checks it: as if it stood in the
/// policy, as an <c>assert</c> or an <c>expect</c>. Names, types, ranges and did-you-means are then those of the language.
/// </summary>
internal static class PolicyQuestion
{
    /// <summary>The first mistake in <paramref name="member"/>, which was parsed from <paramref name="option"/>; null if there is none.</summary>
    public static string? FindMistake(PolicyProject project, Policy policy, MemberSyntax member, string option)
    {
        IEnumerable<SyntaxFile> files = project.Files.Select(file => file with
        {
            Declarations = file.Declarations.Select(declaration => With(declaration, policy, member)).ToEquatableArray(),
        });
        return Binder.Bind([.. files]).Diagnostics
            .FirstOrDefault(diagnostic => diagnostic.Location.Path == option && !IsAnswer(diagnostic))?.Message;
    }

    private static DeclarationSyntax With(DeclarationSyntax declaration, Policy policy, MemberSyntax member)
    {
        bool isThat = declaration is PolicySyntax && declaration.Name.Text == policy.Name && declaration.Namespace == policy.Namespace;
        return isThat ? declaration with { Members = declaration.Members.Append(member).ToEquatableArray() } : declaration;
    }

    /// <summary>That the guess is wrong is no mistake in the question.</summary>
    private static bool IsAnswer(Diagnostic diagnostic)
        => diagnostic.Descriptor == Descriptors.FalseAssert || diagnostic.Descriptor == Descriptors.FalseExpect;
}
