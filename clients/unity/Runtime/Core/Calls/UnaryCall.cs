using System;

namespace Npcgen
{
    /// <summary>A call with one answer, tried again where that can't do harm.</summary>
    internal sealed class UnaryCall<T> : Call
    {
        private readonly ByteBuffer body = new ByteBuffer(EnvelopeReader.MaxMessageBytes);
        private readonly Func<JsonReader, T> read;
        private readonly Action<T, Failure> onDone;
        private readonly Retry retry;
        private T answer;
        private double retryAtMs = double.PositiveInfinity;

        internal UnaryCall(Func<JsonReader, T> read, Retry retry, Action<T, Failure> onDone)
        {
            this.read = read;
            this.retry = retry;
            this.onDone = onDone;
        }

        internal override string ContentType
        {
            get { return "application/json"; }
        }

        internal override void Begin()
        {
            body.Clear();
            retryAtMs = double.PositiveInfinity;
            base.Begin();
        }

        internal override void Tick(double nowMs)
        {
            base.Tick(nowMs);
            if (!IsDone && nowMs >= retryAtMs)
            {
                Begin();
            }
        }

        protected override void Receive(byte[] data, int count)
        {
            body.Add(data, count);
        }

        protected override Failure AtEnd(bool whole, string detail)
        {
            try
            {
                var json = new JsonReader();
                json.Reset(body.Data, 0, body.Count);
                answer = read(json);
                json.End();
                return null;
            }
            catch (Failure refused)
            {
                // Whoever reads may find that it isn't the answer yet.
                return refused;
            }
            catch (JsonError error)
            {
                return whole
                    ? Failure.Make(Reason.BadMessage, error.Message)
                    : Failure.Make(Reason.StreamCut, "the answer ended early: " + detail);
            }
        }

        protected override bool IsFinal(Failure failure)
        {
            int pauseMs;
            if (!retry.TryAgain(failure, out pauseMs))
            {
                return true;
            }
            retryAtMs = Connection.NowMs + pauseMs;
            return false;
        }

        protected override void Finished(Failure failure)
        {
            onDone(failure == null ? answer : default(T), failure);
        }
    }
}
