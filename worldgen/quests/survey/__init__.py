"""What a set of quests is like: counted one by one, linted, and told on a page with pictures.

    QuestFolder -> Survey.add(quest) ... -> page(survey)

It knows finished quests and their world; how they are made, it doesn't.
"""

from worldgen.quests.survey.page import page
from worldgen.quests.survey.remarks import Remark
from worldgen.quests.survey.survey import Survey, title_of

__all__ = ["Remark", "Survey", "page", "title_of"]
