namespace Npcgen
{
    /// <summary>A call that answers with a stream of messages.</summary>
    public abstract class StreamCall : Call
    {
        private readonly EnvelopeReader envelopes = new EnvelopeReader();
        private readonly JsonReader json = new JsonReader();
        private bool ended;

        internal override string ContentType
        {
            get { return "application/connect+json"; }
        }

        /// <summary>Whether nothing is missing, though no end message came.</summary>
        protected abstract bool IsWhole { get; }

        /// <summary>One message, in JSON.</summary>
        protected abstract void OnMessage(Envelope message);

        protected override void Receive(byte[] data, int count)
        {
            if (ended)
            {
                return;
            }
            envelopes.Add(data, 0, count);
            Envelope next;
            while (!IsDone && !ended && envelopes.TryRead(out next))
            {
                if (next.IsEnd)
                {
                    ended = true;
                    Finish(ErrorOf(next));
                }
                else
                {
                    OnMessage(next);
                }
            }
        }

        protected override Failure AtEnd(bool whole, string detail)
        {
            if (ended || IsWhole)
            {
                return null;
            }
            string where = envelopes.PendingBytes > 0 ? "inside a message" : "without an end message";
            return Failure.Make(Reason.StreamCut, "the stream ended " + where + (detail.Length > 0 ? ": " + detail : ""));
        }

        private Failure ErrorOf(Envelope end)
        {
            Failure failure = null;
            json.Reset(end.Data, end.Offset, end.Count);
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("error") && !json.ReadNull())
                {
                    failure = ConnectError.Read(json) ?? Failure.Make(Reason.BadMessage, "an error without a code");
                }
                else if (!json.FieldIs("error"))
                {
                    json.Skip();
                }
            }
            json.End();
            return failure;
        }
    }
}
