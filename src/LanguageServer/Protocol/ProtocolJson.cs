using System.Text.Json;
using System.Text.Json.Serialization;

namespace TierPolicy.LanguageServer.Protocol;

/// <summary>How messages are written: as the protocol has them, what is null left out. What it requires must be there.</summary>
internal static class ProtocolJson
{
    public static JsonSerializerOptions Options { get; } = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };
}
