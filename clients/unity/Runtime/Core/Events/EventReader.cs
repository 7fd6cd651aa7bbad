namespace Npcgen
{
    /// <summary>
    /// Messages of a stream into events. Ids that repeat are the same string each time, so that a
    /// text delta costs its text and one small object.
    /// </summary>
    public sealed class EventReader
    {
        private readonly JsonReader json = new JsonReader();
        private readonly BodyReader body;
        private string turnId = "";
        private string npcId = "";

        public EventReader()
        {
            body = new BodyReader(json);
        }

        /// <summary>
        /// The event of a message; null for a message without one. Throws <see cref="JsonError"/>.
        /// </summary>
        public DialogueEvent Read(byte[] data, int offset, int count)
        {
            DialogueEvent happened = null;
            json.Reset(data, offset, count);
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("event") && !json.ReadNull())
                {
                    happened = ReadEvent();
                }
                else if (!json.FieldIs("event"))
                {
                    json.Skip();
                }
            }
            json.End();
            return happened;
        }

        private DialogueEvent ReadEvent()
        {
            uint sequence = 0;
            string turn = "";
            string npc = "";
            DialogueEvent happened = null;
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("sequence"))
                {
                    sequence = json.ReadUInt();
                }
                else if (json.FieldIs("turnId"))
                {
                    turn = turnId = json.ReadString(turnId);
                }
                else if (json.FieldIs("npcId"))
                {
                    npc = npcId = json.ReadString(npcId);
                }
                else if (!json.ReadNull())
                {
                    happened = Known(happened, body.Read());
                }
            }
            happened = happened ?? new UnknownEvent();
            happened.Sequence = sequence;
            happened.TurnId = turn;
            happened.NpcId = npc;
            return happened;
        }

        // A newer server may say more beside an event that is known.
        private static DialogueEvent Known(DialogueEvent before, DialogueEvent now)
        {
            return before == null || before is UnknownEvent ? now : now is UnknownEvent ? before : now;
        }
    }
}
