using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace TierPolicy;

/// <summary>
/// Says of an object that it is gone, by the name by which the program knows it. <see cref="ObjectDisposedException.ThrowIf(bool, object)"/> gives the type's full name, in which a generic
/// type has those of its arguments with version and key of their assemblies.
/// </summary>
internal static class Disposed
{
    /// <exception cref="ObjectDisposedException">It is gone.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ThrowIf([DoesNotReturnIf(true)] bool condition, object instance)
    {
        if (condition)
        {
            Throw(instance.GetType());
        }
    }

    /// <inheritdoc cref="ThrowIf(bool, object)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void ThrowIf([DoesNotReturnIf(true)] bool condition, Type type)
    {
        if (condition)
        {
            Throw(type);
        }
    }

    /// <summary>That an object of this type is gone.</summary>
    public static ObjectDisposedException Of(Type type) => new(NameOf(type));

    [DoesNotReturn]
    private static void Throw(Type type) => throw Of(type);

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.Name;
}
