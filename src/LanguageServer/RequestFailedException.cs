using StreamJsonRpc;
using TierPolicy.LanguageServer.Protocol;

namespace TierPolicy.LanguageServer;

/// <summary>What the client asks for cannot be done, through nobody's fault but the user's: the message is shown.</summary>
internal sealed class RequestFailedException : LocalRpcException
{
    public RequestFailedException(string message)
        : base(message)
        => ErrorCode = ErrorCodes.RequestFailed;
}
