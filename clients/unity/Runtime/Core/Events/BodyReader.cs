namespace Npcgen
{
    /// <summary>What an event says, by the name of its field.</summary>
    internal sealed class BodyReader
    {
        private readonly JsonReader json;
        private readonly TurnReader turn;

        internal BodyReader(JsonReader json)
        {
            this.json = json;
            turn = new TurnReader(json);
        }

        internal DialogueEvent Read()
        {
            if (json.FieldIs("textDelta"))
            {
                return ReadTextDelta();
            }
            if (json.FieldIs("sentence"))
            {
                return ReadSentence();
            }
            if (json.FieldIs("emotion"))
            {
                return ReadEmotion();
            }
            if (json.FieldIs("action"))
            {
                return ReadAction();
            }
            if (json.FieldIs("relationship"))
            {
                return ReadRelationship();
            }
            if (json.FieldIs("safety"))
            {
                return ReadSafety();
            }
            return turn.Read() ?? new UnknownEvent { Name = json.FieldName(), Json = json.ReadRaw() };
        }

        private TextDelta ReadTextDelta()
        {
            var delta = new TextDelta();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("text"))
                {
                    delta.Text = json.ReadString();
                }
                else
                {
                    json.Skip();
                }
            }
            return delta;
        }

        private Sentence ReadSentence()
        {
            var sentence = new Sentence();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("text"))
                {
                    sentence.Text = json.ReadString();
                }
                else if (json.FieldIs("start"))
                {
                    sentence.Start = json.ReadUInt();
                }
                else if (json.FieldIs("end"))
                {
                    sentence.End = json.ReadUInt();
                }
                else
                {
                    json.Skip();
                }
            }
            return sentence;
        }

        private EmotionChanged ReadEmotion()
        {
            var emotion = new EmotionChanged();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("label"))
                {
                    emotion.Label = json.ReadString();
                }
                else if (json.FieldIs("intensity"))
                {
                    emotion.Intensity = json.ReadDouble();
                }
                else
                {
                    json.Skip();
                }
            }
            return emotion;
        }

        private ActionChosen ReadAction()
        {
            var action = new ActionChosen();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("actionId"))
                {
                    action.ActionId = json.ReadString();
                }
                else if (json.FieldIs("name"))
                {
                    action.Name = json.ReadString();
                }
                else if (json.FieldIs("argumentsJson"))
                {
                    action.ArgumentsJson = json.ReadString();
                }
                else
                {
                    json.Skip();
                }
            }
            return action;
        }

        private RelationshipChanged ReadRelationship()
        {
            var change = new RelationshipChanged();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("axis"))
                {
                    change.Axis = json.ReadString();
                }
                else if (json.FieldIs("oldValue"))
                {
                    change.OldValue = json.ReadDouble();
                }
                else if (json.FieldIs("newValue"))
                {
                    change.NewValue = json.ReadDouble();
                }
                else if (json.FieldIs("why"))
                {
                    change.Why = json.ReadString();
                }
                else
                {
                    json.Skip();
                }
            }
            return change;
        }

        private SafetyNotice ReadSafety()
        {
            var notice = new SafetyNotice();
            json.BeginObject();
            while (json.NextField())
            {
                if (json.FieldIs("rule"))
                {
                    notice.Rule = json.ReadString();
                }
                else if (json.FieldIs("category"))
                {
                    notice.Category = json.ReadString();
                }
                else if (json.FieldIs("action"))
                {
                    notice.Action = json.ReadString();
                }
                else if (json.FieldIs("replaced"))
                {
                    notice.Replaced = json.ReadBool();
                }
                else
                {
                    json.Skip();
                }
            }
            return notice;
        }
    }
}
