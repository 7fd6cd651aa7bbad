namespace Npcgen
{
    /// <summary>The reasons that a client finds itself; all others come from the server.</summary>
    public static class Reason
    {
        /// <summary>Nobody listens there, or there is no way to that address.</summary>
        public const string ServerUnreachable = "SERVER_UNREACHABLE";

        /// <summary>Something else than npcgen answers there.</summary>
        public const string NotNpcgen = "NOT_NPCGEN";

        /// <summary>The server's certificate isn't one that this machine trusts.</summary>
        public const string TlsUntrusted = "TLS_UNTRUSTED";

        /// <summary>The connection ended before the reply did.</summary>
        public const string StreamCut = "STREAM_CUT";

        /// <summary>A message of more than 4 MiB.</summary>
        public const string MessageTooLarge = "MESSAGE_TOO_LARGE";

        /// <summary>What came is no JSON, or not of the shape that was agreed on.</summary>
        public const string BadMessage = "BAD_MESSAGE";

        /// <summary>The call's time is over, by this client's clock.</summary>
        public const string DeadlineExceeded = "DEADLINE_EXCEEDED";

        /// <summary>The game ended the call.</summary>
        public const string Cancelled = "CANCELLED";

        /// <summary>The server that the launcher started ended twice, or can't be started.</summary>
        public const string ServerStopped = "SERVER_STOPPED";

        internal static string CodeOf(string reason)
        {
            switch (reason)
            {
                case DeadlineExceeded:
                    return "deadline_exceeded";
                case Cancelled:
                    return "canceled";
                case MessageTooLarge:
                    return "resource_exhausted";
                case BadMessage:
                    return "internal";
                case NotNpcgen:
                case TlsUntrusted:
                    return "failed_precondition";
                default:
                    return "unavailable";
            }
        }
    }
}
