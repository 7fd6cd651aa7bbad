using System;

namespace Npcgen
{
    /// <summary>A stream of any other messages, as JSON: levels, textures, quests.</summary>
    public sealed class MessageStream : StreamCall
    {
        private readonly JsonReader json = new JsonReader();
        private readonly Action<string> onMessage;
        private readonly Action<Failure> onEnd;

        /// <param name="onEnd">Called once, last; with null for a good end.</param>
        public MessageStream(Action<string> onMessage, Action<Failure> onEnd)
        {
            this.onMessage = onMessage;
            this.onEnd = onEnd;
        }

        protected override bool IsWhole
        {
            get { return false; }
        }

        protected override void OnMessage(Envelope message)
        {
            json.Reset(message.Data, message.Offset, message.Count);
            string text = json.ReadObject();
            json.End();
            if (text == "{}")
            {
                return;
            }
            try
            {
                onMessage(text);
            }
            catch (Exception problem) when (Connection.CallbackError != null)
            {
                Connection.CallbackError(problem);
            }
        }

        protected override void Finished(Failure failure)
        {
            onEnd(failure);
        }
    }
}
