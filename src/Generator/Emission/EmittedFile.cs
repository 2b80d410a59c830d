using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace TierPolicy.Generator.Emission;

/// <summary>The C# of one topology or policy. Where what was written anew says the same as before, the text of before stays, and all that the compiler knows of it.</summary>
internal sealed class EmittedFile(string @namespace, string name, string text) : IEquatable<EmittedFile>
{
    public string Namespace => @namespace;

    public string Name => name;

    /// <summary>What it is called if no other file is called so.</summary>
    public string HintName { get; } = HintNames.Of(@namespace, name);

    public SourceText Text { get; } = SourceText.From(text, Encoding.UTF8);

    public bool Equals(EmittedFile? other) =>
        ReferenceEquals(this, other) || (other is not null && Namespace == other.Namespace && Name == other.Name && Text.ToString() == other.Text.ToString());

    public override bool Equals(object? obj) => Equals(obj as EmittedFile);

    public override int GetHashCode() => Text.ToString().GetHashCode();
}
