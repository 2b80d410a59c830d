namespace TierPolicy.LanguageServer.Protocol;

/// <summary>The errors of the protocol that the server gives itself.</summary>
internal static class ErrorCodes
{
    public const int ParseError = -32700;
    public const int InvalidRequest = -32600;
    public const int ServerNotInitialized = -32002;
    public const int RequestFailed = -32803;
}
