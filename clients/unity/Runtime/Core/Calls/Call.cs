using System;

namespace Npcgen
{
    /// <summary>
    /// One call under way: checks what answers, keeps the call's own clock, and ends exactly once.
    /// </summary>
    public abstract class Call : IExchangeListener
    {
        private readonly ErrorBody errorBody = new ErrorBody();
        private IExchange exchange;
        private bool accepted;

        internal Connection Connection { get; set; }

        internal HttpPost Post { get; set; }

        /// <summary>On the connection's clock; infinite for none.</summary>
        internal double DeadlineMs { get; set; }

        public bool IsDone { get; private set; }

        /// <summary>The content type of a good answer.</summary>
        internal abstract string ContentType { get; }

        /// <summary>Ends the call and closes its connection, which ends the reply on the server too.</summary>
        public void Cancel()
        {
            GiveUp(Failure.Make(Reason.Cancelled, "the game cancelled this call"));
        }

        /// <summary>Ends the call with that, whether or not it might be tried again.</summary>
        internal void GiveUp(Failure failure)
        {
            if (!IsDone)
            {
                Leave();
                End(failure);
            }
        }

        internal virtual void Begin()
        {
            accepted = false;
            errorBody.Clear();
            exchange = Connection.Transport.Post(Post, this);
        }

        internal virtual void Tick(double nowMs)
        {
            if (nowMs >= DeadlineMs)
            {
                Finish(Failure.Make(Reason.DeadlineExceeded, "no end within " + Post.TimeoutMs + " ms"));
            }
        }

        void IExchangeListener.OnHead(int status, string contentType)
        {
            string type = (contentType ?? "").Split(';')[0].Trim();
            accepted = status == 200 && Same(type, ContentType);
            if (!accepted && (status == 200 || !Same(type, "application/json")))
            {
                Finish(NotNpcgen("HTTP " + status + " with the content type '" + type + "'"));
            }
        }

        void IExchangeListener.OnBytes(byte[] data, int count)
        {
            if (IsDone)
            {
                return;
            }
            try
            {
                if (accepted)
                {
                    Receive(data, count);
                }
                else
                {
                    errorBody.Add(data, count);
                }
            }
            catch (Failure failure)
            {
                Finish(failure);
            }
            catch (JsonError error)
            {
                Finish(Failure.Make(Reason.BadMessage, error.Message));
            }
        }

        void IExchangeListener.OnEnd(TransportFault fault, string detail)
        {
            exchange = null;
            if (IsDone)
            {
                return;
            }
            if (fault == TransportFault.None || fault == TransportFault.Cut)
            {
                bool whole = fault == TransportFault.None;
                Finish(accepted ? AtEnd(whole, detail) : errorBody.Read(whole) ?? NotNpcgen("an error without a code"));
                return;
            }
            Finish(Failure.Make(ReasonOf(fault), Connection.BaseUrl + ": " + detail));
        }

        /// <summary>Bytes of a good answer. May throw <see cref="Failure"/> or <see cref="JsonError"/>.</summary>
        protected abstract void Receive(byte[] data, int count);

        /// <summary>
        /// Null where all came that should have; <paramref name="whole"/>, as far as HTTP can tell.
        /// </summary>
        protected abstract Failure AtEnd(bool whole, string detail);

        /// <summary>Called once; null for a good end.</summary>
        protected abstract void Finished(Failure failure);

        /// <summary>False where the failure is no end, since the call is tried again.</summary>
        protected virtual bool IsFinal(Failure failure)
        {
            return true;
        }

        protected void Finish(Failure failure)
        {
            if (IsDone)
            {
                return;
            }
            Leave();
            if (failure == null || IsFinal(failure))
            {
                End(failure);
            }
        }

        private void End(Failure failure)
        {
            IsDone = true;
            Connection.Remove(this);
            try
            {
                Finished(failure);
            }
            catch (Exception problem) when (Connection.CallbackError != null)
            {
                Connection.CallbackError(problem);
            }
        }

        private void Leave()
        {
            IExchange left = exchange;
            exchange = null;
            left?.Abort();
        }

        private Failure NotNpcgen(string what)
        {
            return Failure.Make(Reason.NotNpcgen, Connection.BaseUrl + " answers with " + what);
        }

        private static string ReasonOf(TransportFault fault)
        {
            switch (fault)
            {
                case TransportFault.Untrusted:
                    return Reason.TlsUntrusted;
                case TransportFault.NotHttp:
                    return Reason.NotNpcgen;
                default:
                    return Reason.ServerUnreachable;
            }
        }

        private static bool Same(string type, string other)
        {
            return string.Equals(type, other, StringComparison.OrdinalIgnoreCase);
        }
    }
}
