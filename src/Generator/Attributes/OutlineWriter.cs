using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace TierPolicy.Generator.Attributes;

/// <summary>Writes what <see cref="Outline"/> is made of. What it does not know it writes whole.</summary>
internal sealed class OutlineWriter
{
    private readonly DigestWriter _digest = new();

    public string Finish() => _digest.Finish();

    public void Write(CompilationUnitSyntax unit)
    {
        WriteAll(unit.Externs);
        WriteAll(unit.Usings);
        WriteAll(unit.AttributeLists);
        WriteMembers(unit.Members);
    }

    private void WriteMembers(SyntaxList<MemberDeclarationSyntax> members)
    {
        _digest.Add("{");
        foreach (MemberDeclarationSyntax member in members)
        {
            Write(member);
        }

        _digest.Add("}");
    }

    private void Write(MemberDeclarationSyntax member)
    {
        switch (member)
        {
            case BaseNamespaceDeclarationSyntax space:
                Write("namespace", space.Name);
                WriteAll(space.Externs);
                WriteAll(space.Usings);
                WriteMembers(space.Members);
                break;

            case TypeDeclarationSyntax type:
                WriteHead(type);
                Write(type.Keyword.Text, type.TypeParameterList, type.ParameterList, type.BaseList);
                _digest.Add(type.Identifier.ValueText);
                WriteAll(type.ConstraintClauses);
                WriteMembers(type.Members);
                break;

            // A name of a method hides that of a type or a constant around it; what the method takes and does is its own business.
            case MethodDeclarationSyntax method:
                WriteHead(method);
                Write(method.Identifier.ValueText, method.TypeParameterList);
                break;

            // A property may have the name of its type, and then means either.
            case PropertyDeclarationSyntax property:
                WriteHead(property);
                Write(property.Identifier.ValueText, property.Type);
                break;

            case EventDeclarationSyntax @event:
                WriteHead(@event);
                Write(@event.Identifier.ValueText, @event.Type);
                break;

            case BaseFieldDeclarationSyntax field when !field.Modifiers.Any(SyntaxKind.ConstKeyword):
                WriteHead(field);
                Write("", field.Declaration.Type);
                foreach (VariableDeclaratorSyntax variable in field.Declaration.Variables)
                {
                    _digest.Add(variable.Identifier.ValueText);
                }

                break;

            // The class of an attribute may be the project's own.
            case ConstructorDeclarationSyntax constructor:
                WriteHead(constructor);
                Write("new", constructor.ParameterList);
                break;

            // These have no name that could stand in an attribute.
            case IndexerDeclarationSyntax or BaseMethodDeclarationSyntax or GlobalStatementSyntax:
                WriteHead(member);
                break;

            default:
                Write(member.ToString());
                break;
        }
    }

    private void WriteHead(MemberDeclarationSyntax member)
    {
        WriteAll(member.AttributeLists);
        foreach (SyntaxToken modifier in member.Modifiers)
        {
            _digest.Add(modifier.Text);
        }
    }

    private void WriteAll<T>(SyntaxList<T> nodes)
        where T : SyntaxNode
    {
        foreach (T node in nodes)
        {
            _digest.Add(node.ToString());
        }
    }

    private void Write(string word, params SyntaxNode?[] nodes)
    {
        _digest.Add(word);
        foreach (SyntaxNode? node in nodes)
        {
            _digest.Add(node is null ? "" : node.ToString());
        }
    }
}
