"""Sentences as people write them, by the subject they are about; and innocent ones, which are about none."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    # --- guards ---
    "official": """
        is this free?
        c'est gratuit ?
        are you chatgpt
        are you IRCC?
        Are you the government?
        is this app official?
        is this bot legit
        is it a scam app?
        can I trust this bot?
        who made this bot?
        do you work for IRCC
        are you a lawyer
        are you a real consultant?
        êtes-vous IRCC ?
        etes vous ircc
        êtes-vous un avocat ?
        c'est officiel ?
        est-ce que cette application est officielle ?
        vous etes du gouvernement ?
        ce bot est-il fiable
        qui êtes-vous ?
        who are you
    """,
    "fraud": """
        how do I spot a fake job offer?
        I was scammed by an agent
        how to avoid immigration scams
        comment reconnaître une fausse offre
        comment éviter les arnaques
    """,
    "not_accompanying": """
        should I put my wife as non accompanying to get more points and add her later?
        spouse non-accompanying for higher score
        put my husband as not accompanying then add him after
        je mets mon conjoint en non accompagnant puis je l'ajoute ?
        conjoint non-accompagnant pour avoir plus de points
        non acompanying spouse more points
        should I list my wife as non-accompanying and sponsor her later?
        mettre mon conjoint sans accompagnement puis le parrainer plus tard
        mon épouse ne m'accompagne pas, je la parraine ensuite ?
    """,
    "coaching_family": """
        how do I hide my spouse
        How do I write that my wife stays in India though she comes?
        can I not declare my husband
        is it ok to not mention my child
        what if I dont declare my wife
        can I say I'm single even though I am married
        how to apply without declaring my partner
        ne pas déclarer mon conjoint
        je veux ne pas declarer mon conjoint
        comment cacher ma femme
        puis-je omettre mon enfant ?
        puis-je dire que je suis célibataire alors que je suis marié
        how to conceal my husband
    """,
    "coaching_work": """
        can I say I worked more hours
        can I claim more hours than I did
        how can i pretend I worked more months
        should I inflate my hours
        can I exaggerate my job duties?
        invent a job on my profile
        puis-je dire que j'ai travaillé plus d'heures ?
        gonfler mes heures de travail
        inventer une expérience
        peut-on exagérer les tâches
    """,
    "coaching_documents": """
        can I use a friend's bank statement
        where can I get a fake job letter
        fake reference letter
        fake IELTS result
        can I buy a job offer
        how much to buy an LMIA
        can I photoshop my bank statement
        can a friend take the IELTS for me? a friend writes the test exam
        fausse lettre d'emploi
        faux diplôme
        acheter une offre d'emploi
        truquer mes relevés
        counterfeit diploma
    """,
    "coaching_other": """
        should I hide my refusal
        hide a visa refusal
        can I not mention my previous refusal
        je cache mon refus de visa
        do not tell ircc about my job, don't tell the officer
        how can I lie to the officer
        trick IRCC
        mentir dans ma demande
        how to cheat the system
    """,
    # --- claims ---
    "age_columns": """
        I read that age gives 100 points if single and 110 with a spouse
        j'ai lu que l'âge donne 100 points célibataire et 110 avec conjoint
        100 points for age single, 110 married
    """,
    "ages_41_to_44": """
        ages 41-44 give 40/35/30/25
        is it true that age 41 to 44 gives 40, 35, 30, 25 points
        est-ce vrai que de 41 à 44 ans on a 40/35/30/25 ?
    """,
    "lapsed_invitation": """
        I read that a lapsed ITA returns you to the pool
        if my ITA expires do I go back to the pool?
        what happens if I ignore my invitation
        si je ne fais rien ?
        what happens if I do nothing?
        que se passe-t-il si je ne fais rien ?
        l'IPD expire, est-ce que je reviens dans le bassin ?
        si je laisse filer l'IPD
    """,
    "ninety_days": """
        ITA gives 90 days
        do I have 90 days to apply?
        j'ai lu que l'IPD donne 90 jours
        90 jours pour déposer
    """,
    "tie_break": """
        everyone must have submitted before the tie-break time
        cut-off 533, I have 533, not invited, why?
        coupure 533, j'ai 533, pas invité, pourquoi ?
        note minimale 510, meme note, pas été invité
        tie breaker applies to everybody?
    """,
    "job_offer_points": """
        I have a job offer, does it help
        is my job offer worth 50 points?
        a job offer gives 200 points
        I read that an LMIA gives 50 points
        une offre d'emploi donne 50 points ?
        j'ai lu que l'offre d'emploi vaut 200 points
    """,
    "french_bonus": """
        French bonus of 25 at NCLC 5
        TEF B2 but writing 6, still 50 points?
        j'ai NCLC 7-7-6-7, j'ai droit aux 50 points ?
        j'ai droit aux 50 points ?
        bonus for french at clb 5
        est-ce vrai que la prime de français commence au NCLC 5
    """,
    "category_six_months": """
        is 6 months enough for the healthcare category?
        is my NOC 31301 in the healthcare list, 6 or 12 months?
        six months of experience for a category
        6 mois suffisent pour la catégorie santé ?
        12 months for the trades category?
    """,
    "medical_exam": """
        does my wife have to do a medical
        do I need medical before submit?
        no upfront medical
        is the upfront medical exam required
        I wait for their letter
        dois-je faire la visite médicale avant ?
        visite medicale, j'attends leur lettre
    """,
    "police_six_months": """
        police certificate 6 months in total
        which police certificate, 6 months in a row or total?
        certificat de police six mois au total
    """,
    "score_locked": """
        score is locked at ITA
        is my score locked after the invitation?
        married after ITA
        I got married after I applied
        je me marie après l'IPD
        la note est figée à l'invitation
    """,
    "single_then_add": """
        apply single, add spouse after ITA to keep points
        apply as single and add my wife later
        postuler célibataire et ajouter mon conjoint après
    """,
    "minimum_score": """
        I was told I need 500 points
        400 CRS is the minimum to be eligible
        I read that 400 is the minimum score
        67 CRS
        67 points or 500 points?
        quelle est la note SCG minimale ?
        is there a minimum crs to enter the pool
    """,
    "job_bank": """
        Job Bank registration is mandatory
        do I need a job offer / Job Bank?
        faut-il s'inscrire au Guichet-Emplois ?
    """,
    "valid_until_landing": """
        test must be valid at landing
        does my IELTS have to be valid until the decision?
        le test doit être valide à l'arrivée ?
    """,
    "programs_cancelled": """
        CEC is cancelled, right?
        is the system changing, should I wait?
        was express entry scrapped
        la CEC est annulée ?
        est-ce vrai que les programmes sont fusionnés
    """,
    "fresh_profile": """
        Should I delete and recreate to be fresher?
        resubmit my profile to refresh
        withdraw my profile and make a new one
        supprimer mon profil et le recréer
        rafraîchir mon profil
    """,
    "birthday_after_invitation": """
        I turn 33 on 5 March, will I lose points after ITA?
        I turned 30 on 10 September, will I lose points after ITA?
        snuck in by 1 point, birthday next week, lawyer says submit before
        my birthday is after the invitation
        j'aurai 35 ans le 5 mars, je perds mes points après l'invitation ?
        anniversaire après l'IPD
    """,
    "profile_updates_itself": """
        does my profile update itself on my birthday
        does my profile update itself on my work anniversary?
        is the score recalculated automatically
        le profil se met à jour tout seul ?
        ma note change automatiquement ?
    """,
    # --- answers ---
    "expires": """
        ielts validity
        my ielts will expire next month what should i do
        my IELTS expires on 10 January 2027, got ITA on 18 November 2026, can I still submit?
        mon TEF expire le 2 décembre 2026, j'ai reçu l'IPD le 18 novembre, je peux quand même déposer ?
        husband's IELTS expires, mine is fine, what happens to my score?
        my ielts expried on 3 may
        celpip valid until 1 June 2027
        mon TCF est périmé
        my language test expires soon
        mon test de français expire bientôt
    """,
    "supposed_partner": """
        what if my wife stays in India
        what if my husband does not come
        what happens if my wife doesn't come with me?
        what if my partner comes with me
        if my husband does not come what is my score
        my score without my wife
        what if I was single
        ma note sans mon conjoint
        et si j'étais célibataire
        what if I leave my wife in India
        et si je laisse ma femme en Inde
        et si ma femme reste en Inde
        et si mon mari ne vient pas ?
        et si ma conjointe m'accompagne
        que se passe-t-il si mon épouse ne vient pas
    """,
    "supposed_principal": """
        what if my wife is the main applicant
        what if we switch applicants
        et si ma femme était la demandeuse principale
    """,
    "supposed_marriage": """
        what if I marry
        what if we get married?
        et si je me marie
        et si on se mariait
    """,
    "supposed_partner_french": """
        what if my wife gets NCLC 7
        et si mon mari passe le TEF
    """,
    "supposed_partner_english": """
        what if my wife takes IELTS
        what if my husband gets CLB 9
        et si ma femme passe l'IELTS
    """,
    "supposed_partner_more": """
        what if my wife does an ECA
        what if my husband works in Canada
        et si ma femme travaillait au Canada
    """,
    "supposed_listening": """
        what if I get 8 in listening
        et si j'ai 8 en compréhension de l'oral
    """,
    "supposed_reading": """
        what if I get 7 in reading
        et si j'ai 7 en compréhension de l'écrit
    """,
    "supposed_writing": """
        what if I get 7 in writing
        et si j'obtiens 7 en expression écrite
    """,
    "supposed_speaking": """
        what if I get 7.5 in speaking
        et si j'obtiens 7 en expression orale
    """,
    "supposed_french_level": """
        what if I get NCLC 7
        et si j'ai le NCLC 9
        quelle serait ma note avec le NCLC 7
        et si j'avais le NCLC 7, quelle note ?
        combien de points si j'ai NCLC 9
    """,
    "supposed_french": """
        what if I learn French
        what if I take the TEF
        et si j'apprends le français
        et si je passe le TCF
        et si j'ai NCLC 7 en expression écrite
    """,
    "supposed_english_level": """
        what if I get CLB 9
        suppose I get CLB 10
        what if I get CLB9
        what would my score be with CLB 9
        suppose my CLB was 9, how many points?
        how many points if I get CLB 9
        if I get CLB 9 what is my score
    """,
    "supposed_english": """
        what if I get 7 in everything
        what if I get 7 in all bands
        what if I retake IELTS
        et si j'obtiens 7 partout
        et si je repasse le test
    """,
    "supposed_work_in_canada": """
        what if I work another year in Canada
        et si je travaille un an au Canada
    """,
    "supposed_work_abroad": """
        what if I work one more year abroad
        et si je travaille encore un an à l'étranger
    """,
    "supposed_work": """
        what if I work one more year
        et si je travaille un an de plus
    """,
    "supposed_nomination": """
        what if I get a nomination
        what if I get a PNP
        et si j'obtiens une désignation
    """,
    "supposed_certificate": """
        what if I get a trade certificate
        et si j'obtiens un certificat de compétence
    """,
    "supposed_studies": """
        what if I do a masters
        what if I get a PhD
        et si je fais une maîtrise
    """,
    "supposed_offer": """
        what if I have a job offer
        what if I get a job offer
        et si j'ai une offre d'emploi
        et si j'avais une offre d'emploi
    """,
    "supposed_sibling": """
        what if my brother moves to Canada
        et si ma sœur déménage au Canada
    """,
    "supposed_child": """
        what if we have a baby
        et si nous avons un enfant
    """,
    "supposed_job": """
        what if I lose my job
        what if I change jobs
        et si je perds mon emploi
    """,
    "supposed_move": """
        what if I move to another province
        et si je déménage en Ontario
    """,
    "supposed_age": """
        what if I turn 30
        when I turn 30
        what happens when I turn 30
        quand j'aurai 30 ans
        et si j'ai 30 ans
    """,
    "supposed_waiting": """
        what if I wait
        et si j'attends
    """,
    "supposed_otherwise": """
        what if the sky falls
        et si tout change
    """,
    "worse_result": """
        what if I fail the test
        what if my new IELTS is worse
        et si j'échoue au test
        et si je rate mon TEF
    """,
    "new_result": """
        I got my results
        my results arrived
        I passed IELTS
        I took the IELTS yesterday
        j'ai eu mes résultats
        j'ai reçu mes résultats
        mes résultats sont arrivés
    """,
    "partner_can_do": """
        what can my wife do
        how can my husband help
        que peut faire ma conjointe
    """,
    "which_test": """
        which test should I take
        which test is easier
        quel test choisir
        quel test passer
    """,
    "thanks": """
        thank you
        thanks
        merci
        merci beaucoup
    """,
    "next": """
        what should I do
        what now
        que dois-je faire
        should I retake IELTS
        how long does IELTS take
        dois-je repasser le test
    """,
    "supposed_invitation": """
        what if I am invited
        what if I get an ITA
        et si je suis invité
    """,
    "booked": """
        I have booked it
        I booked it
        I've booked it.
        I booked my IELTS for 12 May
        my IELTS is booked
        I registered for the TEF
        I signed up for IELTS on 12 May
        my wife booked her IELTS
        my husband has booked his celpip
        I have ordered it
        I ordered my ECA
        J’ai réservé mon TEF le 12 mai
        je l’ai réservé
        je l’ai réservée
        j’ai pris rendez-vous pour le TCF
        je suis inscrite au TEF
        mon TEF est le 12 mai
        ma femme a réservé son TEF
        j’ai commandé mon EDE
        je l’ai commandée
    """,
    "booked_for": """
        my test is on 12 May
        I have an IELTS test on 12 May
        mon test est le 12 mai
        j’ai un examen le 12 mai
    """,
    "booked_no_more": """
        my test was cancelled
        I cancelled my IELTS
        my test was postponed
        I changed the date of my test
        undo the booking
        it is another day
        c’est un autre jour
        j’ai annulé mon test
        mon test est reporté
        mon TEF a été annulé
    """,
    "common_law": """
        we live together since 3 May 2026, not married, single or common-law?
        on vit ensemble depuis le 3 mai 2026
        on vit ensemble depuis mars, célibataire ou conjoint de fait ?
        am I common-law?
        nous vivons ensemble depuis 8 mois
        we live together since 3 May 2026
        we moved in together on 3 May 2026
    """,
    "missed_deadline": """
        missed the 60 days by hours, can I get an extension?
        I think I ruined my life, I missed it by 2 hours
        can I get an extension of my ITA
        j'ai raté la date limite
        j'ai manqué les 60 jours de deux heures
        peut-on prolonger l'invitation
    """,
    "decline_invitation": """
        declined ITA: banned? lose score?
        can I decline my invitation
        should I decline?
        dois-je refuser ?
        refuser l'IPD, est-ce pénalisé ?
        refuser une invitation
    """,
    "refused_before": """
        I was refused before
        my visa was refused once
        I had a refusal for Canada
        can I apply if my study permit was refused
        on m'a déjà refusé un visa
        j'ai eu un refus pour le Canada
    """,
    "without_status": """
        I have no status
        I am in Canada without status
        my status expired
        je suis sans statut
        j'ai perdu mon statut
        mon statut est expiré
    """,
    "no_mixing": """
        can I use speaking from the first test?
        use best of both
        combine two IELTS
        mix my scores
        combiner deux tests
        prendre les meilleurs résultats
    """,
    "loss_of_partner": """
        my husband died
        my wife passed away
        my husband died on 3 October 2026
        I'm a widow
        mon mari est décédé
        ma conjointe est morte
        mon mari est mort hier
        je suis veuve
    """,
    "loss_of_child": """
        our baby died
        my daughter passed away
        notre fils est décédé
        ma fille est morte
    """,
    "bereavement": """
        my mother died
        my wife's father passed away
        ma mère est décédée
        le père de mon mari est mort
    """,
    "divorce": """
        j'ai divorcé
        I got divorced
        we are divorced since 3 March 2026
        getting divorced from my husband, divorce
        nous avons divorcé le 3 mars 2026
        our divorce
        notre divorce
    """,
    "separation": """
        we broke up
        we separated
        we separated on 3 October 2026
        my wife and I are separated now, it is hard for us
        on s'est séparés, nous sommes séparés
        nous nous sommes séparés le 3 octobre 2026
        notre rupture
    """,
    "wedding": """
        I got married yesterday
        I got married
        we just got married
        we got married on 14 March 2026
        our wedding is on 14 March 2027
        the wedding is on 14 March 2027
        a wedding is planned
        je me suis mariée hier
        nous nous sommes mariés le 14 mars 2026
        on s'est mariés samedi
        on se marie en mai
        notre mariage est le 14 mars 2027
        le mariage aura lieu le 14 mars
    """,
    "miscarriage": """
        I had a miscarriage
        we lost the baby
        j'ai fait une fausse couche
        nous avons perdu le bébé
    """,
    "pregnancy": """
        wife is pregnant, due in March
        my wife is pregnant
        I am pregnant
        we are expecting a baby
        ma conjointe est enceinte
        je suis enceinte
        bébé prévu en mai, les fonds pour 2 ou 3 ?
        nous attendons un enfant
    """,
    "adoption": """
        we adopted a child
        our adoption is final
        nous avons adopté un enfant
        on a adopté une petite fille
    """,
    "baby": """
        j'ai eu un bébé
        our baby is born
        our baby was born on 3 October 2026
        we have a newborn
        notre bébé est né le 3 octobre 2026
        ma femme a accouché
    """,
    "partner_resident": """
        my wife became a citizen
        my husband got his permanent residence
        mon mari est devenu citoyen canadien
        ma femme a obtenu la résidence permanente
    """,
    "partner_stays": """
        my wife is not coming with me
        my husband isn't coming any more
        my wife stays in India
        ma femme reste en Inde
        mon conjoint ne vient plus
        ma femme ne vient pas avec moi
    """,
    "partner_comes": """
        my husband is coming with me after all
        my wife comes too
        ma femme vient finalement avec moi
        mon mari viendra aussi
    """,
    "sibling": """
        my brother moved to Canada
        my sister became a permanent resident
        ma sœur vit maintenant au Canada
        mon frère est devenu citoyen
    """,
    "offer_news": """
        I got a job offer
        I lost my job offer
        my job offer was withdrawn
        j'ai reçu une offre d'emploi
        mon offre d'emploi a été annulée
    """,
    "hours_cut": """
        my hours were cut to 15 a week
        they cut my hours
        mes heures ont été réduites
    """,
    "leave_taken": """
        I am on parental leave since May
        does maternity leave count
        je suis en congé parental
    """,
    "promoted": """
        I got promoted
        I was promoted last month
        j'ai eu une promotion
        mes tâches ont changé
    """,
    "permit_news": """
        my work permit was renewed
        my permit expired
        mon permis de travail a été renouvelé
    """,
    "moved_away": """
        I moved to another province
        I am moving abroad
        j'ai changé de pays
        je déménage dans une autre province
    """,
    "assessed": """
        I received my ECA
        I got my WES
        j'ai reçu mon EDE
    """,
    "graduated": """
        I graduated in June
        I finished my masters
        j'ai terminé ma maîtrise
    """,
    "passport_new": """
        I renewed my passport
        I got a new passport
        j'ai renouvelé mon passeport
    """,
    "funds_news": """
        my funds went down
        my savings dropped
        mes économies ont baissé
    """,
    "job_lost": """
        I was laid off
        I lost my job
        I was laid off yesterday
        j'ai été licencié
        j'ai perdu mon emploi
    """,
    "job_change": """
        got new job
        I quit my job
        changed job after ITA, update profile or only e-APR?
        j'ai changé d'emploi après l'IPD
        new employer after the invitation
        I changed jobs
        new job since 3 March
        j'ai changé d'emploi
    """,
    "hours": """
        I worked 20 hours per week for 2 years
        I worked 45 h a week for 9 months, is that a year?
        45 hours per week counts more?
        45 heures par semaine, ça compte ?
        system let me in with 11 months, ITA came, decline?
        do more than 30 hours count
    """,
    "work_that_counts": """
        is self employment counted
        I worked part time as a student
        does co-op count?
        does a summer job count
        freelancer on contract with T4A?
        remote for Canadian company from Nigeria?
        est-ce que le stage compte ?
        travailleur autonome, ça compte ?
        télétravail pour une entreprise canadienne
    """,
    "police_late": """
        FBI takes 14 weeks, ITA 60 days
        my police certificate is late
        the police certificate will be late
        mon certificat de police est en retard
    """,
    "profile_expires": """
        profile expires next week, create now or wait? will I lose my tie-break?
        my profile expired
        mon profil expire, je recrée maintenant ?
        mon profil expire dans 7 jours
    """,
    "nomination": """
        nomination received, how long to accept?
        combien de jours pour accepter la désignation
        I got a nomination
        j'ai reçu une désignation
    """,
    "nomination_ended": """
        province cancelled, I already have ITA
        province cancelled my nomination
        la province a retiré ma désignation
        ma désignation a été annulée
    """,
    "job_offer_needed": """
        do I need a job offer?
        is a job offer required
        faut-il une offre d'emploi ?
    """,
    "declare_family": """
        should we add my wife as dependent
        can my kids come with me
        must I declare my partner?
        how do I declare my wife if she stays in India
        do I have to list my children
        dois-je déclarer mon conjoint ?
    """,
    # --- pages ---
    "funds": """
        how much funds for family of 3, wife is Canadian / stays home?
        proof of funds for two
        how much money do I need
        combien de fonds pour 3 ?
        preuve de fonds pour une famille
    """,
    "assessment": """
        ECA says 3-year degree, can I choose two or more?
        what is an ECA
        faut-il une EDE
    """,
    "language_levels": """
        what is clb
        convert to NCLC level
        quel NCLC
    """,
    "categories": """
        is software engineer in stem list
        are cooks in trades category
        je suis infirmière, est-ce que je suis dans une catégorie
        is my NOC on the list
        category based
        ma profession est-elle dans la liste
    """,
    "documents": """
        what documents do I need
        quels documents faut-il
        which police certificate do I need
        quel certificat de police ?
        my employer refuses to give a letter
        reference letter from a closed company
        lettre de référence
    """,
    "account": """
        I forgot my password
        how do I reset my GCKey
        j'ai oublié mon mot de passe
    """,
    "rounds": """
        what was the last cut off
        last draw score
        latest round
        quelle est la dernière note minimale
        what is a good crs score
        what was the last cut-off
        would I have been invited?
        Would I have been invited in the last round
        dernière ronde
        la dernière ronde
        aurais-je été invité ?
        est-ce que j'aurais été invitée
        show me the rounds
        how many people are above me in the pool
        rounds
        les rondes
    """,
    "express_entry": """
        what is express entry
        c'est quoi Entrée express
    """,
    "fees": """
        how much is the fee
        application fees
        quels sont les frais
    """,
    "processing_times": """
        what is the processing time
        how long does the application take
        combien de temps prend la demande
    """,
    "nominee_programs": """
        tell me about PNP
        candidats des provinces
    """,
    "invitation": """
        what happens after ITA
        how many days do I have after ITA
        I got an invitation
        I received an ITA
        j'ai reçu une invitation
    """,
    # --- out of scope ---
    "forecast": """
        Will the next CEC be below 515?
        will the next draw go down
        will the cut-off go down
        when is the next draw
        will I get an invitation
        what are my chances
        quand est la prochaine ronde ?
        la note minimale va-t-elle baisser ?
        vais-je recevoir une invitation
        predict the next cutoff
        next draw
        la prochaine CEC sera-t-elle sous 515 ?
    """,
    "refugee": """
        how do I claim asylum
        I am a refugee
        demander l'asile
        je suis réfugié
    """,
    "citizenship": """
        how do I get citizenship
        become a citizen
        la citoyenneté canadienne
        devenir citoyen
    """,
    "study_permit": """
        how to get a study permit
        student visa
        je veux un permis d'études
    """,
    "visitor_visa": """
        visitor visa for my mother
        tourist visa
        visa de visiteur
    """,
    "sponsorship": """
        can I bring my parents
        est-ce que je peux venir avec mes parents
        puis-je inclure ma soeur
        can I sponsor my parents
        spousal sponsorship
        parrainer mes parents
        regroupement familial
    """,
    "pr_card": """
        renew my PR card
        permanent resident card lost
        carte de résident permanent
        carte RP
    """,
    "work_permit": """
        how do I extend my work permit
        comment renouveler mon permis de travail
        bridging open work permit
    """,
    "lawyer": """
        do I need a lawyer
        recommend a good consultant
        un bon avocat ?
        connaissez-vous un consultant
        give me legal advice
    """,
    "quebec": """
        can I live in Quebec
        how does Arrima work
        puis-je vivre au Québec avec Entrée express
    """,
    "unknown_claim": """
        I read that blue passports are faster
        is it true that Fridays are better
        j'ai lu que le vendredi est mieux
    """,
    # --- screens ---
    "journey": """
        What should I do now?
        What comes next?
        At what step of the process am I?
        Where am I in the process?
        Que dois-je faire maintenant?
        Où en suis-je?
        Quelle est la prochaine étape?
    """,
    "couple": """
        is my husband eligible
        should husband or wife be primary applicant
        who is better as main applicant me or my husband
        can my wife and I both create profiles
        who should be main applicant?
        who should be the principal applicant
        who shoud be the mian aplicant
        which of us should apply
        can both of us make a profile?
        should my wife be the principal applicant
        qui devrait être le demandeur principal ?
        qui doit etre demandeur principal
        lequel de nous deux devrait postuler
        main applicant
    """,
    "programs": """
        am I able to apply
        can I apply with 2 years experience
        bonjour, je voudrais savoir si je suis admissible
        est ce que je suis éligible au programme
        which is better, CEC or FSW
        am I eligible?
        am i elegible
        do I qualify for express entry
        which programs do I meet
        suis-je admissible ?
        suis je admissible
        à quels programmes ai-je droit, quels programmes
        my eligibility
        why am I not eligible
    """,
    "delete": """
        please delete everything about me
        erase my data
        delete my account
        efface toutes mes données
        supprimez tout
        supprime mon compte
        forget me
    """,
    "restart": """
        I want to start over
        start again from scratch
        tout recommencer
        recommencer à zéro
    """,
    "partner_link": """
        link my partner
        how do I connect my spouse here
        unlink my husband
        lier mon conjoint
    """,
    "import": """
        import my data
        importer mes données
    """,
    "export": """
        what do you know about me
        can I download my data
        export everything
        give me a copy of my data, copy my data
        exporter mes données
        télécharger mes réponses
    """,
    "privacy": """
        what data do you keep
        who sees my data
        where is my data stored
        que gardez-vous
        mes données sont-elles protégées
        qui voit mes données
        confidentialité
        is my data safe
    """,
    "timezone": """
        change my time zone
        wrong timezone
        I moved to another city
        changer de fuseau horaire
        j'ai déménagé à Vancouver
    """,
    "settings": """
        quiet hours
        stop the notifications
        simple mode
        heures calmes
        arrêter les rappels
        settings
    """,
    "language": """
        do you speak french
        parlez-vous anglais
        change language
        changer de langue
        another language
        langue
    """,
    "work": """
        how does my work count?
        how do my jobs count
        how is my experience counted?
        how many hours are missing
        how many weeks are left for my year of work?
        which of my hours count?
        when is my year of work complete?
        my work
        comment compte mon travail ?
        comment mes emplois comptent-ils
        combien d'heures de travail comptent ?
        combien de semaines restent pour mon année de travail
        quelles heures comptent ?
        quand mon année de travail sera-t-elle complète ?
        mon travail
    """,
    "noc": """
        what is my NOC
        find my noc code
        quel est mon code CNP
        NOC
    """,
    "french_path": """
        is it worth learning french?
        should I learn French
        what would French bring me
        est-ce que ça vaut la peine d'apprendre le français ?
        que m'apporterait le français
        combien de points rapporte le français
    """,
    "nomination_path": """
        how do I get a nomination?
        how to get nominated
        comment obtenir une désignation ?
    """,
    "risks": """
        what could hurt my score
        when will I lose points
        what if I do nothing, what happens to my points
        qu'est-ce qui peut nuire à ma note
        quand vais-je perdre des points
    """,
    "calendar": """
        when does my score change
        when will my points drop
        my score over the next months
        quand ma note change-t-elle
        ma note des 24 prochains mois
    """,
    "improve": """
        how can I improve my score
        how do I get more points
        what is the cheapest next point?
        how to boost my CRS
        améliorer ma note
        comment améliorer mon pointage
        comment améliorer mon score ?
        comment gagner des points
    """,
    "points_for": """
        how many points for a masters
        points for sibling
        combien de points donne le français ? points pour la maîtrise
        I turned 30 last week
        j'aurai 30 ans en mars
    """,
    "account_score": """
        calculator says 486, profile says 474
        le calculateur dit 486, le profil 474
        my account shows 478
        mon compte affiche 478
        mon profil indique 478 points
        the official score is different from yours, my account says 490
        compare with my account
    """,
    "whatif": """
        can I simulate another score
        compare my plans
        what if
        je voudrais simuler une autre note
        comparer mes plans
        et si
    """,
    "goal": """
        I want to reach 505
        reach 505 by 1 May
        atteindre 505 d’ici le 1er mai
        arriver à 500 avant juin
        my goal
        show my goal
        je veux atteindre 505 points
        mon objectif
        fixer un objectif de note
    """,
    "why": """
        my score went down why
        explain crs
        mon score a baissé
        why did my score change
        why is my score so low
        how is my score calculated
        explain my points
        pourquoi ma note est-elle si basse ?
        expliquez mes points
    """,
    "score": """
        hi, can you tell me my points please
        whats my crs
        what is my score
        show my CRS
        how many points do I have
        quelle est ma note ?
        combien de points ai-je
        crs
    """,
    "dates": """
        what are my dates
        when does it expire
        show my deadlines
        my passport expires in May
        mes échéances
        quelles sont mes dates
        quand expire mon dossier
        my ECA expires soon
    """,
    "profile": """
        show my profile
        full profile
        voir mon profil
        résumé de mes réponses
    """,
    "change": """
        new ielts result
        I retook IELTS
        je voudrais changer ma date de naissance
        I made a mistake
        change my date of birth
        correct an answer
        my situation changed
        je me suis trompé
        corriger une réponse
        j'ai un nouveau résultat
        I got new results
        modifier mes études
    """,
    "help": """
        peux-tu m'aider
        aide-moi
        what can you do
        how does this work
        que pouvez-vous faire
        comment ça marche
        I need help
        j'ai besoin d'aide
        aide
        menu
    """,
}
"""A sentence a line, in either language, with typing mistakes and without accents; by the key of its subject."""

INNOCENT: Final = """
    31 3 1990
    le 1er mars 1990
    10 Jan 2025
    1990-03-31
    12/08/1992
    L8 R7 W6.5 S7
    8 7 7 7
    CO 8 CE 7 EE 6,5 EO 7
    280 240 310 320
    yes
    no
    oui
    non
    none
    aucun
    not yet
    yes, coming with me
    Yes, not coming
    she is not coming
    he stays in India
    my wife stays in Lagos for now
    not accompanying, she will join me later
    ma femme n'accompagne pas, elle viendra plus tard
    a study permit
    have a work permit
    May 2027
    my work permit expires on 3 May 2027
    we live together since 3 May 2024
    my daughter was born on 3 May 2020
    laid off in March 2025
    self-employed
    co-op student
    remote, for a Canadian company
    a job offer from an employer in Toronto
    15,000 dollars
    25 000 $
    mon conjoint reste en France
    my husband is a citizen
    my wife is Canadian
    I am single
    single, never married
    not married, no children
    je suis célibataire
    divorced
    divorcé
    veuve
    I have a spouse and two kids
    no spouse to declare
    bachelor
    bachelor's degree in engineering
    master
    two degrees
    PhD in biology
    maîtrise en droit
    bac + 5
    IELTS General
    TEF Canada
    IELTS
    3 years
    18 months
    more than 5 years
    I worked more than 3 years in Canada
    plus de 5 ans
    let's say 2 years
    I would say three
    full-time, 40 hours
    software engineer
    registered nurse
    buyer
    document clerk
    claims adjuster
    fraud investigator
    officer
    immigration officer
    certificate of qualification from Ontario
    Red Seal certificate
    no certificate
    no nomination
    Ontario nominated me
    my brother lives in Toronto
    my sister is a citizen
    Toronto
    Vancouver
    Lagos
    New Delhi
    Montréal
    Cap-Haïtien
    I don't know
    je ne sais pas
    skip
    back
    stop
    2
    two
    the second
    deux
    my son was born in 2015
    I cannot say
    real estate agent
    cache
    I lost my report
    the report says listening 8
    a buyer of used books
    government of Ontario
    I work for the government
    je travaille au gouvernement
    I worked at IRCC
    consultant
    avocate
    I am a lawyer
    hello
    bonjour
    thanks
    merci beaucoup
    ok
    start
"""
"""Answers and small talk that no guard may take for anything else."""


def lines(text: str) -> list[str]:
    """The sentences of a table."""
    return [line.strip() for line in text.strip().splitlines() if line.strip()]


def pairs() -> list[tuple[str, str]]:
    """Every sentence with the key of its subject."""
    return [(key, line) for key, text in SENTENCES.items() for line in lines(text)]
