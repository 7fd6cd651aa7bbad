using System;

namespace Npcgen
{
    /// <summary>What went wrong with a call: the one error type of this package.</summary>
    public sealed class Failure : Exception
    {
        /// <summary>Connect's word for it: unavailable, invalid_argument, not_found, ...</summary>
        public string Code { get; }

        /// <summary>Stable, in upper case: SERVER_UNREACHABLE, CONVERSATION_NOT_FOUND, ...</summary>
        public string Reason { get; }

        /// <summary>What to do about it; empty where the server's message says so.</summary>
        public string Hint { get; }

        /// <summary>The field of the request that is wrong; empty for none.</summary>
        public string Field { get; }

        /// <summary>After how many milliseconds trying again makes sense; 0 when nobody said.</summary>
        public int RetryAfterMs { get; }

        internal Failure(string code, string reason, string message, string field = "", int retryAfterMs = 0)
            : base(message)
        {
            Code = code;
            Reason = reason;
            Hint = Hints.For(reason);
            Field = field;
            RetryAfterMs = retryAfterMs;
        }

        public bool IsCancelled
        {
            get { return Code == "canceled"; }
        }

        /// <summary>Whether the connection was closed, and with it whoever might be told.</summary>
        internal bool IsClosing { get; private set; }

        internal static Failure Closing()
        {
            Failure closing = Make(Npcgen.Reason.Cancelled, "the connection was closed: the scene is unloaded, or the game ends");
            closing.IsClosing = true;
            return closing;
        }

        /// <summary>One of those that this package makes itself; see <see cref="Npcgen.Reason"/>.</summary>
        internal static Failure Make(string reason, string message)
        {
            return new Failure(Npcgen.Reason.CodeOf(reason), reason, message);
        }

        public override string ToString()
        {
            return Reason + ": " + Message + (Hint.Length == 0 ? "" : " (" + Hint + ")");
        }
    }
}
