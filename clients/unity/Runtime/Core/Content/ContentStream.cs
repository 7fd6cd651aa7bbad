using System;

namespace Npcgen
{
    /// <summary>A stream whose messages are read as they come, and not kept.</summary>
    internal sealed class ContentStream : StreamCall
    {
        private readonly JsonReader json = new JsonReader();
        private readonly Action<JsonReader> read;
        private readonly Action<Failure> onEnd;

        internal ContentStream(Action<JsonReader> read, Action<Failure> onEnd)
        {
            this.read = read;
            this.onEnd = onEnd;
        }

        protected override bool IsWhole
        {
            get { return false; }
        }

        protected override void OnMessage(Envelope message)
        {
            json.Reset(message.Data, message.Offset, message.Count);
            read(json);
            json.End();
        }

        protected override void Finished(Failure failure)
        {
            onEnd(failure);
        }
    }
}
